package live.roomkit.room;

/** Says whether a delivered index may move past indices that were not delivered. */
public enum GapPolicy {

    /** Moves the index from its predecessor only. */
    REFUSE,

    /** Moves the index from any lower one. */
    SKIP
}
