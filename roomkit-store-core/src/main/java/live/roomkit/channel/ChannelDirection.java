package live.roomkit.channel;

/** Direction in which events pass through a channel. */
public enum ChannelDirection {

    /** Events come into the room. */
    INBOUND,

    /** Events leave the room. */
    OUTBOUND,

    /** Events pass both ways. */
    BIDIRECTIONAL,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
