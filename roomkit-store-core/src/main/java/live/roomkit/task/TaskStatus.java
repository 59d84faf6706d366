package live.roomkit.task;

/** How far a task has come. */
public enum TaskStatus {

    /** Not begun; the state of a new task. */
    PENDING,

    /** Begun. */
    IN_PROGRESS,

    /** Done. */
    COMPLETED,

    /** Given up. */
    FAILED,

    /** Called off. */
    CANCELLED,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
