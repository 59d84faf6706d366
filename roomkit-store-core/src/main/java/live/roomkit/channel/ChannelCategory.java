package live.roomkit.channel;

/** Kind of partner behind a channel. */
public enum ChannelCategory {

    /** The channel reaches people through a carrier. */
    TRANSPORT,

    /** The channel leads to a machine that reads and answers, such as an AI agent. */
    INTELLIGENCE,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     */
    UNKNOWN
}
