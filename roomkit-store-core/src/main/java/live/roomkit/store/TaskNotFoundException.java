package live.roomkit.store;

/** There is no such task in that room. */
public class TaskNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the task. */
    public TaskNotFoundException(String roomId, String taskId) {
        super("Room '" + roomId + "' has no task '" + taskId + "'");
    }
}
