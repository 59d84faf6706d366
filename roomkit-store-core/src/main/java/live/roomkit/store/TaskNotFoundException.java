package live.roomkit.store;

import live.roomkit.internal.Shown;

/** There is no such task in that room. */
public class TaskNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the task. */
    public TaskNotFoundException(String roomId, String taskId) {
        super("Room " + Shown.id(roomId) + " has no task " + Shown.id(taskId));
    }
}
