package live.roomkit.content;

/** Actor who deleted a message. */
public enum DeleteType {

    /** The sender of the message. */
    SENDER,

    /** The system, following a rule. */
    SYSTEM,

    /** A person with the right to delete messages of others. */
    ADMIN,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     */
    UNKNOWN
}
