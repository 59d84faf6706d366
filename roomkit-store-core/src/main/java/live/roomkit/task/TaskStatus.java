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

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
