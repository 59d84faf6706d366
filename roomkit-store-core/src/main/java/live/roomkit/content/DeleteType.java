package live.roomkit.content;

/** Who deleted a message. */
public enum DeleteType {

    /** Its sender. */
    SENDER,

    /** The system, by a rule. */
    SYSTEM,

    /** A person with the right to. */
    ADMIN,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
