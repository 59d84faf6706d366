package live.roomkit.content;

/** How far the call of a tool has come. */
public enum ToolCallStatus {

    /** Called, no answer yet. */
    PENDING,

    /** Answered. */
    COMPLETED,

    /** Ended with an error. */
    FAILED,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
