package live.roomkit.internal;

/** Values of primitive components and parameters that nobody gave. */
public final class Defaults {

    /** The limit of a list or page. */
    public static final int LIMIT = 50;

    /** An index before the first one. */
    public static final long INDEX = -1;

    /** The confidence of an observation. */
    public static final double CONFIDENCE = 1;

    private Defaults() {}
}
