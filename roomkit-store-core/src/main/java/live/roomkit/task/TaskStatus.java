package live.roomkit.task;

/** Progress of a task. */
public enum TaskStatus {

    /** The work has not begun. New tasks have this state. */
    PENDING,

    /** The work has begun. */
    IN_PROGRESS,

    /** The work is done. */
    COMPLETED,

    /** The work was tried without success. */
    FAILED,

    /** The work was called off. */
    CANCELLED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     */
    UNKNOWN
}
