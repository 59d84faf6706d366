package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import live.roomkit.Cursor;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.store.json.RecordJson;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code tasks}, which has a row for each background task of a room. A row contains a
 * copy of the organization of the room, see {@link RoomCopies}.
 */
final class TaskTable {

    private static final Recorded INSERT =
            Recorded.ofRecord(ChangeKind.TASK_CHANGED, "t.id", RoomCopies.TOUCHED_ROOM + """
            INSERT INTO roomkit.tasks AS t
                (id, room_id, room_organization_id, assigned_to, status, created_at, bytes, data)
            SELECT ?, room.id, room.organization_id, ?, ?, ?, ?, CAST(? AS jsonb)
            FROM room
            ON CONFLICT (id, room_id) DO NOTHING
            RETURNING t.id
            """);

    private static final String FIND = "SELECT t.data FROM roomkit.tasks AS t WHERE t.room_id = ? AND t.id = ?";

    private static final String LOCK = FIND + " FOR NO KEY UPDATE";

    private static final String FIND_IN_ANY_ROOM =
            "SELECT t.data FROM roomkit.tasks AS t WHERE t.id = ? ORDER BY t.room_id LIMIT 1";

    private static final String FIND_IN_ORGANIZATION = """
            SELECT t.data
            FROM roomkit.tasks AS t
            WHERE t.id = ?
                AND %s
            ORDER BY t.room_id LIMIT 1
            """.formatted(Rows.inOrganization("t"));

    private static final Recorded UPDATE =
            Recorded.ofRecord(ChangeKind.TASK_CHANGED, "t.id", """
            UPDATE roomkit.tasks AS t
            SET assigned_to = ?, status = ?, bytes = ?%s,
                data = (t.data - CAST(? AS text[])) || (CAST(? AS jsonb) - CAST('created_at' AS text))
            WHERE t.room_id = ? AND t.id = ?
            RETURNING t.data
            """.formatted(Rows.bytesKept("t", Task.class)));

    private static final Recorded DELETE = Recorded.ofRecord(
            ChangeKind.TASK_DELETED, "t.id", "DELETE FROM roomkit.tasks AS t WHERE t.room_id = ? AND t.id = ?");

    /** JSON keys that an update of a task replaces. An update of a task keeps the creation time. */
    private static final String[] REPLACED_KEYS = RecordJson.keys(Task.class).stream()
            .filter(key -> !key.equals("created_at"))
            .toArray(String[]::new);

    private final Database database;

    TaskTable(Database database) {
        this.database = database;
    }

    /** Inserts a task. Returns {@code false} when the room does not exist or has a task with the same id. */
    boolean insert(Task task) {
        Jsonb json = this.database.jsonb(task);
        return this.database.exists(
                INSERT,
                task.roomId(),
                task.id(),
                task.assignedTo(),
                Rows.value(task.status()),
                task.createdAt(),
                json.bytes(),
                json);
    }

    Optional<Task> find(String roomId, String taskId) {
        return this.database.first(FIND, this::mapRow, roomId, taskId);
    }

    /** Returns a task and locks its row until the end of the transaction. */
    Optional<Task> lock(String roomId, String taskId) {
        return this.database.first(LOCK, this::mapRow, roomId, taskId);
    }

    Optional<Task> findInAnyRoom(String taskId, @Nullable String organizationId) {
        return (organizationId == null)
                ? this.database.first(FIND_IN_ANY_ROOM, this::mapRow, taskId)
                : this.database.first(FIND_IN_ORGANIZATION, this::mapRow, taskId, organizationId);
    }

    List<Task> list(String roomId, @Nullable TaskStatus status, int limit, @Nullable Cursor after) {
        RoomPage page = RoomPage.of("tasks", "status", roomId, Rows.valueOrNull(status), limit, after);
        return this.database.page(page.sql(), limit, this::mapRow, page.parameters());
    }

    List<Task> list(TaskQuery query) {
        List<@Nullable States> states = List.copyOf(States.of(query.statuses(), States.OF_TASKS));
        RecordsPage page = new RecordsPage("tasks", states, query.after(), query.limit(), this.database.isDistributed())
                .where("assigned_to", query.assignedTo())
                .where("room_organization_id", query.organizationId());
        return this.database.page(page.sql(), query.limit(), this::mapRow, page.parameters());
    }

    Optional<Task> update(Task task) {
        Jsonb json = this.database.jsonb(task);
        return this.database.first(
                UPDATE,
                this::mapRow,
                task.assignedTo(),
                Rows.value(task.status()),
                json.bytes(),
                REPLACED_KEYS,
                json,
                task.roomId(),
                task.id());
    }

    boolean delete(String roomId, String taskId) {
        return this.database.update(DELETE, roomId, taskId) == 1;
    }

    private Task mapRow(ResultSet row, int number) throws SQLException {
        return this.database.json().read(row.getBytes("data"), Task.class);
    }
}
