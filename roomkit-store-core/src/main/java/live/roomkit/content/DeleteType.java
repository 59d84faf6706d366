package live.roomkit.content;

/** Actor who deleted a message. */
public enum DeleteType {

    /** The sender of the message. */
    SENDER,

    /** The system, following a rule. */
    SYSTEM,

    /** A person with the right to delete messages of others. */
    ADMIN,

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
