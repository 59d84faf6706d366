package live.roomkit.event;

/** How far an event has come. */
public enum EventStatus {

    /** Recorded, not delivered yet; the state of a new event. */
    PENDING,

    /** Handed to every channel that was to get it. */
    DELIVERED,

    /** Read by somebody it was for. */
    READ,

    /** Could not be delivered. */
    FAILED,

    /** Kept from delivery; {@code blockedBy} says by what. */
    BLOCKED,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
