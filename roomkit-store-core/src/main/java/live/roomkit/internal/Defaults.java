package live.roomkit.internal;

/** Default values of primitive components and parameters. */
public final class Defaults {

    /** Default limit of a list or page. */
    public static final int LIMIT = 50;

    /** Default index, which comes before the first event. */
    public static final long INDEX = -1;

    /** Default confidence of an observation. */
    public static final double CONFIDENCE = 1;

    private Defaults() {}
}
