package live.roomkit.channel;

/** Right of a channel to read and add events in a room. */
public enum Access {

    /** The channel receives events and adds events. */
    READ_WRITE,

    /** The channel receives events but does not add any. */
    READ_ONLY,

    /** The channel adds events but does not receive any. */
    WRITE_ONLY,

    /** The channel neither receives nor adds events. */
    NONE,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
