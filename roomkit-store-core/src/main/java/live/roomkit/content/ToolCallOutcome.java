package live.roomkit.content;

/** Way in which a tool call ended. */
public enum ToolCallOutcome {

    /** The tool returned a result. */
    SERVED,

    /** The call was refused. */
    REFUSED,

    /** The tool failed. */
    FAILED,

    /** The call was blocked before it reached the tool. */
    BLOCKED,

    /** No tool handled the call. */
    UNSERVED,

    /** The call was cancelled before the tool answered. */
    CANCELLED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
