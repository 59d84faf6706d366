package live.roomkit.channel;

/** What kind of partner sits behind a channel. */
public enum ChannelCategory {

    /** People, through a carrier. */
    TRANSPORT,

    /** A machine that reads and answers, such as an AI agent. */
    INTELLIGENCE,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
