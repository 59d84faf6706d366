package live.roomkit.internal;

/** Default values of record components and method parameters of primitive types. */
public final class Defaults {

    public static final int LIMIT = 50;

    /** Value of an index that is not set. The value stands for the position before the first event. */
    public static final long INDEX = -1;

    public static final double CONFIDENCE = 1;

    private Defaults() {}
}
