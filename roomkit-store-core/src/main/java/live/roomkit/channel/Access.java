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

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     */
    UNKNOWN
}
