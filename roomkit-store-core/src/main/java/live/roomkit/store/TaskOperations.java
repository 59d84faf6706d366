package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import live.roomkit.Cursor;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** What a store does with the background tasks of a room. */
public interface TaskOperations {

    /**
     * Adds a task to a room.
     *
     * @return the task as it is stored
     * @throws RoomNotFoundException when there is no such room
     * @throws DuplicateIdException when the room has a task of that id
     */
    Task addTask(Task task);

    /**
     * A task of whichever room, the lowest room id if several rooms have one with that id. For tools: applications know
     * the room and use {@link #getTask(String, String)}.
     *
     * @param taskId the task
     * @param organizationId only of rooms of that organization, unless {@code null}
     */
    Optional<Task> findTask(String taskId, @Nullable String organizationId);

    /** As {@link #findTask}, in any organization. */
    default Optional<Task> getTask(String taskId) {
        return findTask(taskId, null);
    }

    /** A task of a room. */
    Optional<Task> getTask(String roomId, String taskId);

    /**
     * Tasks of a room, in the order of their creation time, then id.
     *
     * @param status only in that state, unless {@code null}; in a PostgreSQL store the room's tasks are read in their
     *     order until the page is full
     * @param limit how many at most, 1 to 1 000
     * @param after only after that place, unless {@code null}; see {@link Task#cursor()}
     */
    List<Task> listTasks(String roomId, @Nullable TaskStatus status, int limit, @Nullable Cursor after);

    /** The first 100 tasks of a room in that state. */
    default List<Task> listTasks(String roomId, @Nullable TaskStatus status) {
        return listTasks(roomId, status, 100, null);
    }

    /** The first 100 tasks of a room. */
    default List<Task> listTasks(String roomId) {
        return listTasks(roomId, null, 100, null);
    }

    /**
     * Writes everything of a task but id, room and creation time.
     *
     * @return the task as it is stored
     * @throws RoomNotFoundException when there is no such room
     * @throws TaskNotFoundException when the room has no such task
     */
    Task updateTask(Task task);
}
