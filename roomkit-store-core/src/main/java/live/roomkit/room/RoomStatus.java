package live.roomkit.room;

/** State of a room. */
public enum RoomStatus {

    /** The room is open. New rooms have this state. */
    ACTIVE,

    /** The room has been quiet for a while; it still takes messages. */
    PAUSED,

    /** The conversation ended; {@code appendEvent} refuses further events. */
    CLOSED,

    /** The conversation ended and is kept for the record; {@code appendEvent} refuses further events. */
    ARCHIVED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     */
    UNKNOWN
}
