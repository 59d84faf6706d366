package live.roomkit.content;

/** End of a tool call. */
public enum ToolCallOutcome {

    /** The tool answered. */
    SERVED,

    /** The call was refused. */
    REFUSED,

    /** The tool failed. */
    FAILED,

    /** The call was kept from the tool. */
    BLOCKED,

    /** No tool took the call. */
    UNSERVED,

    /** The call was cancelled before the tool answered. */
    CANCELLED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     */
    UNKNOWN
}
