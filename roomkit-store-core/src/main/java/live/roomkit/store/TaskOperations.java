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
     * @throws RoomNotFoundException when the room does not exist
     * @throws DuplicateIdException when the room has a task with the same id
     */
    Task addTask(Task task);

    /**
     * Finds a task by its id alone. When several rooms have a task with that id, returns the task whose room has the
     * lowest room id. This method is for administration programs. An application that has the id of the room calls
     * {@link #getTask}.
     *
     * @param taskId the id of the task
     * @param organizationId the organization whose rooms are searched; {@code null} searches all rooms
     */
    Optional<Task> findTask(String taskId, @Nullable String organizationId);

    /** Finds a task by its id alone in the rooms of all organizations, see {@link #findTask(String, String)}. */
    default Optional<Task> findTask(String taskId) {
        return findTask(taskId, null);
    }

    /** Returns a task of a room. */
    Optional<Task> getTask(String roomId, String taskId);

    /**
     * Returns tasks of a room, ordered by creation time, then id.
     *
     * @param status the status of the returned tasks; {@code null} returns tasks of any status. PostgreSQL has no index
     *     on the status of a room's tasks, and may read all tasks of the room to find those with the given status
     * @param limit the largest number of tasks, 1 to 1 000
     * @param after the position after which the list begins, see {@link Task#cursor()}; {@code null} begins with the
     *     first task
     */
    List<Task> listTasks(String roomId, @Nullable TaskStatus status, int limit, @Nullable Cursor after);

    /**
     * Returns the first 50 tasks of a room that have the given status, or any status when the status is {@code null}.
     */
    default List<Task> listTasks(String roomId, @Nullable TaskStatus status) {
        return listTasks(roomId, status, Defaults.LIMIT, null);
    }

    /** Returns the first 50 tasks of a room. */
    default List<Task> listTasks(String roomId) {
        return listTasks(roomId, null);
    }

    /**
     * Returns the tasks that match the query. The tasks may belong to different rooms, and are ordered by creation
     * time, then id, then room id.
     *
     * <p>PostgreSQL finds tasks by assignee, organization and status through indexes. For a query with an assignee and
     * an organization, PostgreSQL reads the tasks of the assignee in all organizations, and then keeps only those of
     * the given organization.
     */
    List<Task> listTasks(TaskQuery query);

    /**
     * Replaces a stored task by the given one. The creation time of the stored task is kept.
     *
     * @return the task as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws TaskNotFoundException when the room has no task with that id
     */
    Task updateTask(Task task);

    /**
     * Updates a task through a function that receives the stored task and returns the changed one. No concurrent update
     * is lost, because reading and writing are one atomic step. For example, several workers may try to claim the same
     * pending task. When their function throws an exception for a task that is no longer pending, exactly one worker
     * succeeds.
     *
     * <p>The store locks the task and then calls the function once. The function may call this store, and must return
     * quickly. When the function throws an exception, the task stays as it was and the caller receives that exception.
     *
     * @return the task as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws TaskNotFoundException when the room has no task with that id
     * @throws IllegalArgumentException when the function returns {@code null} or a task with another id or room
     */
    Task updateTask(String roomId, String taskId, UnaryOperator<Task> change);

    /**
     * Deletes a task of a room.
     *
     * @return whether the room had a task with that id
     * @throws RoomNotFoundException when the room does not exist
     */
    boolean deleteTask(String roomId, String taskId);
}
