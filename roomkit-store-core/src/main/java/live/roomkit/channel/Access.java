package live.roomkit.channel;

/** What a channel may do in a room. */
public enum Access {

    /** See and add events. */
    READ_WRITE,

    /** See events only. */
    READ_ONLY,

    /** Add events only. */
    WRITE_ONLY,

    /** Neither. */
    NONE,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
