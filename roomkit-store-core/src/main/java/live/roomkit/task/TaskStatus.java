package live.roomkit.task;

/** Status of the work of a task. */
public enum TaskStatus {

    /** The work has not begun. New tasks have this status by default. */
    PENDING,

    /** The work has begun. */
    IN_PROGRESS,

    /** The work is done. */
    COMPLETED,

    /** The work was attempted and failed. */
    FAILED,

    /** The work was cancelled. */
    CANCELLED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
