package live.roomkit.room;

/** Says whether a delivered index may move past indices that were not delivered. */
public enum GapPolicy {

    /** Moves the index only from its direct predecessor. */
    REFUSE,

    /** Moves the index from any lower index. */
    SKIP
}
