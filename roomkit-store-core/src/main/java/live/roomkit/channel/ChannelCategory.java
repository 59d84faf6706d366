package live.roomkit.channel;

/** Kind of partner behind a channel. */
public enum ChannelCategory {

    /** The channel reaches people through a carrier. */
    TRANSPORT,

    /** The channel leads to a machine that reads and answers, such as an AI agent. */
    INTELLIGENCE,

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
