package live.roomkit.channel;

/** Recipients to whom a channel delivers an event. */
public enum DeliveryMode {

    /** Everybody behind the channel. */
    BROADCAST,

    /** The recipient whom the event names. */
    DIRECT,

    /** One recipient, a different one for each event in turn. */
    ROUND_ROBIN,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return the placeholder, and the store
     * refuses to write it.
     */
    UNKNOWN
}
