package live.roomkit.channel;

/** Direction in which events pass through a channel. */
public enum ChannelDirection {

    /** Events come into the room. */
    INBOUND,

    /** Events leave the room. */
    OUTBOUND,

    /** Events pass both ways. */
    BIDIRECTIONAL,

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
