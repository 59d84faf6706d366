package live.roomkit.event;

/** Delivery state of an event. */
public enum EventStatus {

    /** The event is recorded and not delivered yet. New events have this state. */
    PENDING,

    /** The event was handed to every channel that should receive it. */
    DELIVERED,

    /** A recipient read the event. */
    READ,

    /** The event could not be delivered. */
    FAILED,

    /** The event was kept from delivery; {@code blockedBy} names the cause. */
    BLOCKED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     */
    UNKNOWN
}
