package live.roomkit.channel;

/** Determines to whom a channel delivers an event. */
public enum DeliveryMode {

    /** The channel delivers each event to all recipients of the channel. */
    BROADCAST,

    /** The channel delivers an event only to the recipients to whom the event is addressed. */
    DIRECT,

    /** The channel delivers each event to one recipient, and the recipients take turns. */
    ROUND_ROBIN,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
