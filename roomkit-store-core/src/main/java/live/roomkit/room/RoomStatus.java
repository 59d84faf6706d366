package live.roomkit.room;

/** Status of a room. */
public enum RoomStatus {

    /** The room is open. New rooms have this status. */
    ACTIVE,

    /** The room has been inactive for some time. A paused room still accepts events. */
    PAUSED,

    /** The conversation ended; {@code appendEvent} refuses further events. */
    CLOSED,

    /** The conversation ended and is only kept for later reading; {@code appendEvent} refuses further events. */
    ARCHIVED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
