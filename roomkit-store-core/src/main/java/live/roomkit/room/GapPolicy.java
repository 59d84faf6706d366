package live.roomkit.room;

/**
 * Determines whether the delivered index of a room may skip the indices of undelivered events. The delivered index is
 * the index up to which the events of the room were delivered.
 */
public enum GapPolicy {

    /** Changes the delivered index of a room only when the new value is the current value plus one. */
    REFUSE,

    /** Changes the delivered index of a room to any higher value. */
    SKIP
}
