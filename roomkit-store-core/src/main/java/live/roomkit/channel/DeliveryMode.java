package live.roomkit.channel;

/** Recipients to whom a channel delivers an event. */
public enum DeliveryMode {

    /** Everybody behind the channel. */
    BROADCAST,

    /** The named recipient. */
    DIRECT,

    /** One recipient after another in turn. */
    ROUND_ROBIN,

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
