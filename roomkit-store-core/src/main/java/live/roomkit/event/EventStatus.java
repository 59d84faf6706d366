package live.roomkit.event;

/** Delivery status of an event. */
public enum EventStatus {

    /** The event is stored and not delivered yet. New events have this status. */
    PENDING,

    /** The event was delivered to all channels that should receive it. */
    DELIVERED,

    /** A recipient read the event. */
    READ,

    /** The event could not be delivered. */
    FAILED,

    /**
     * The event was blocked and not delivered. {@code RoomEvent.blockedBy} names the rule or program that blocked the
     * event.
     */
    BLOCKED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
