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

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
