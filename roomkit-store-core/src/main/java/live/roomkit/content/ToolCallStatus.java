package live.roomkit.content;

/** Progress of a tool call. */
public enum ToolCallStatus {

    /** The tool was called and has not answered yet. */
    PENDING,

    /** The tool answered. */
    COMPLETED,

    /** The call ended with an error. */
    FAILED,

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
