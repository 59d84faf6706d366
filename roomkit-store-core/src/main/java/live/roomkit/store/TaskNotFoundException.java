package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown when a room has no task with the requested id. */
public class TaskNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room and task. */
    public TaskNotFoundException(String roomId, String taskId) {
        super("Room " + Shown.id(roomId) + " has no task " + Shown.id(taskId));
    }
}
