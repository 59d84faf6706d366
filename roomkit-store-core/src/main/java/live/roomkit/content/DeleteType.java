package live.roomkit.content;

/** Kind of actor who deleted an event. */
public enum DeleteType {

    /** The sender of the event. */
    SENDER,

    /** The application itself, which deleted the event automatically. */
    SYSTEM,

    /** A person with the right to delete the events of other senders. */
    ADMIN,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
