package live.roomkit.content;

/** Status of a tool call. */
public enum ToolCallStatus {

    /** The tool has not returned a result yet. */
    PENDING,

    /** The tool returned a result. */
    COMPLETED,

    /** The call ended with an error. */
    FAILED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
