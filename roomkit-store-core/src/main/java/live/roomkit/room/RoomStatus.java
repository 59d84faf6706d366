package live.roomkit.room;

/** Where a room is in its life. */
public enum RoomStatus {

    /** Open; the state of a new room. */
    ACTIVE,

    /** Quiet for a while; still takes messages. */
    PAUSED,

    /** Ended: {@code appendEvent} refuses further events. */
    CLOSED,

    /** Ended and kept for the record: {@code appendEvent} refuses further events. */
    ARCHIVED,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
