package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import live.roomkit.Cursor;
import live.roomkit.internal.Defaults;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** Operations on the background tasks of rooms. */
public interface TaskOperations {

    /**
     * Adds a task to a room.
     *
     * @return the task as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws DuplicateIdException when the room has a task of that id
     */
    Task addTask(Task task);

    /**
     * Finds a task by its id alone. When several rooms have a task of that id, the lowest room id wins. Meant for tools:
     * applications know the room and call {@link #getTask}.
     *
     * @param taskId the task
     * @param organizationId only tasks in rooms of that organization, unless {@code null}
     */
    Optional<Task> findTask(String taskId, @Nullable String organizationId);

    /** Calls {@link #findTask(String, String)} for any organization. */
    default Optional<Task> findTask(String taskId) {
        return findTask(taskId, null);
    }

    /** Returns a task of a room. */
    Optional<Task> getTask(String roomId, String taskId);

    /**
     * Returns tasks of a room, ordered by creation time, then id.
     *
     * @param status only tasks in that state, unless {@code null}; the PostgreSQL store reads the room's tasks in their order
     *     until the page is full
     * @param limit the largest number of tasks, 1 to 1 000
     * @param after only tasks after that place, unless {@code null}; see {@link Task#cursor()}
     */
    List<Task> listTasks(String roomId, @Nullable TaskStatus status, int limit, @Nullable Cursor after);

    /** Returns the first 50 tasks of a room in that state, unless {@code null}. */
    default List<Task> listTasks(String roomId, @Nullable TaskStatus status) {
        return listTasks(roomId, status, Defaults.LIMIT, null);
    }

    /** Returns the first 50 tasks of a room. */
    default List<Task> listTasks(String roomId) {
        return listTasks(roomId, null);
    }

    /**
     * Returns tasks of all rooms, ordered by creation time, then id, then room.
     *
     * <p>The PostgreSQL store finds assignees, organizations and states by indexes. With both an assignee and an organization
     * it reads the tasks of the assignee, whichever their organization.
     */
    List<Task> listTasks(TaskQuery query);

    /**
     * Writes a task. Its id, room and creation time stay as they are.
     *
     * @return the task as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws TaskNotFoundException when the room has no such task
     */
    Task updateTask(Task task);

    /**
     * Reads, changes and writes a task as one atomic step. No concurrent update is lost: of several workers whose change takes
     * a pending task and throws otherwise, exactly one takes it.
     *
     * <p>The store calls the change once, while the task is locked. The change may call this store, and must be short. An
     * exception that it throws reaches the caller, and nothing is written.
     *
     * @return the task as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws TaskNotFoundException when the room has no such task
     * @throws IllegalArgumentException when the change returns {@code null} or a task of another id or room
     */
    Task updateTask(String roomId, String taskId, UnaryOperator<Task> change);

    /**
     * Deletes a task of a room.
     *
     * @return whether the room had such a task
     * @throws RoomNotFoundException when no such room exists
     */
    boolean deleteTask(String roomId, String taskId);
}
