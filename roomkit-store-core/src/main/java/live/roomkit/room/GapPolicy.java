package live.roomkit.room;

/** Determines whether the delivered index of a room may skip indices that were not delivered. */
public enum GapPolicy {

    /** Changes the delivered index only when the new value is the present value plus one. */
    REFUSE,

    /** Changes the delivered index to any higher value. */
    SKIP
}
