package live.roomkit.channel;

/** Right of a channel in a room. */
public enum Access {

    /** The channel sees events and adds events. */
    READ_WRITE,

    /** The channel sees events only. */
    READ_ONLY,

    /** The channel adds events only. */
    WRITE_ONLY,

    /** The channel neither sees nor adds events. */
    NONE,

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
