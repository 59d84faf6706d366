package live.roomkit.channel;

/** Which way events pass through a channel. */
public enum ChannelDirection {

    /** Into the room. */
    INBOUND,

    /** Out of the room. */
    OUTBOUND,

    /** Both ways. */
    BIDIRECTIONAL,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
