package live.roomkit.channel;

/** To whom a channel delivers an event. */
public enum DeliveryMode {

    /** To everybody behind the channel. */
    BROADCAST,

    /** To the recipient named. */
    DIRECT,

    /** To one after another in turn. */
    ROUND_ROBIN,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
