package live.roomkit.content;

/** Progress of a tool call. */
public enum ToolCallStatus {

    /** The tool was called and has not answered yet. */
    PENDING,

    /** The tool answered. */
    COMPLETED,

    /** The call ended with an error. */
    FAILED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     */
    UNKNOWN
}
