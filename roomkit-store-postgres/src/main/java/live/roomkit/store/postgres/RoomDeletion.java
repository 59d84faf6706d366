package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a room with all of its records.
 *
 * <p>A small room is deleted by one statement, and the foreign keys cascade the deletion to the other tables. A large
 * room is deleted in one transaction of several statements, each of which deletes few enough rows to stay within the
 * statement timeout. These statements do not lock the room, so other callers can append events in the meantime. Until
 * the commit, other callers can read all rows of the room. At the end of the deletion, the transaction locks the room,
 * deletes the rows that were added in the meantime, and deletes the room.
 *
 * <p>Locking the room can deadlock: another transaction may hold a lock on the room while it waits for a row that the
 * deletion has deleted. The store therefore sets a savepoint before it locks the room. When PostgreSQL reports the
 * deadlock, the store rolls back to this savepoint, and repeats only the statement that locks the room. The other
 * transaction waits for the row at most until its statement timeout.
 *
 * <p>Each statement deletes rows only up to a total size in bytes. Each row counts as the size of its record plus a
 * constant.
 */
final class RoomDeletion {

    private static final int LOCK_ATTEMPTS = 30;

    private static final String DEADLOCK = "40P01";

    /**
     * Condition that is true when one statement may delete all rows of a room in a table, because they are few and
     * small. The condition reads at most 1 025 rows, one more than a statement may delete.
     */
    private static final String IS_SMALL = """
            COALESCE((
                    SELECT pg_catalog.sum(s.bytes + 65536)
                    FROM (
                        SELECT %2$s AS bytes FROM roomkit.%1$s AS c WHERE c.room_id = %3$s ORDER BY %4$s LIMIT 1025
                    ) AS s
                ), 0) <= 67108864""";

    private static final String DELETE_CHUNK = """
            WITH last AS MATERIALIZED (
                SELECT %2$s
                FROM (
                    SELECT %2$s, c.bytes,
                        pg_catalog.sum(c.bytes + 65536) OVER (ORDER BY %2$s ROWS UNBOUNDED PRECEDING) AS total
                    FROM (
                        SELECT %2$s, %3$s AS bytes
                        FROM roomkit.%1$s AS c
                        WHERE c.room_id = ? AND (%2$s) > (%4$s)
                        ORDER BY %2$s LIMIT 1024
                    ) AS c
                ) AS c
                WHERE c.total <= GREATEST(67108864, c.bytes + 65536)
                ORDER BY %5$s LIMIT 1
            ), deleted AS (
                DELETE FROM roomkit.%1$s AS c
                WHERE c.room_id = ? AND (%2$s) > (%4$s) AND (%2$s) <= (%6$s)
            )
            SELECT %2$s FROM last AS c
            """;

    private static final List<Child> CHILDREN = List.of(
            new Child("events", "c.bytes", List.of("index"), List.of(-1L)),
            new Child("tasks", "c.bytes", List.of("created_at", "id"), List.of("-infinity", "")),
            new Child("observations", "c.bytes", List.of("created_at", "id"), List.of("-infinity", "")),
            new Child("bindings", "c.bytes", List.of("channel_id"), List.of("")),
            new Child("participants", "c.bytes", List.of("id"), List.of("")),
            new Child("read_markers", "0", List.of("channel_id"), List.of("")));

    private static final Recorded DELETE_SMALL = Recorded.ofRoom(
            ChangeKind.ROOM_DELETED,
            CHILDREN.stream()
                    .map(child -> child.isSmall("r.id"))
                    .collect(Collectors.joining(
                            "\n    AND ", "DELETE FROM roomkit.rooms AS r\nWHERE r.id = ?\n    AND ", "")));

    private static final Recorded DELETE =
            Recorded.ofRoom(ChangeKind.ROOM_DELETED, "DELETE FROM roomkit.rooms AS r WHERE r.id = ?");

    private final Database database;

    private final StoreConnections connections;

    private final RoomTable rooms;

    RoomDeletion(Database database, StoreConnections connections, RoomTable rooms) {
        this.database = database;
        this.connections = connections;
        this.rooms = rooms;
    }

    /**
     * Deletes a room by one statement. Returns {@code false} when the room does not exist or is too large for one
     * statement.
     */
    boolean deleteSmall(String roomId) {
        return this.database.update(DELETE_SMALL, roomId) == 1;
    }

    /**
     * Deletes a room of any size. The caller must run this method in a transaction. Returns {@code false} when the room
     * does not exist.
     */
    boolean deleteLarge(String roomId) {
        long start = System.nanoTime();
        Map<Child, List<Object>> reached = new HashMap<>();
        CHILDREN.stream()
                .filter(child -> this.database.exists(child.sqlWhenLarge, roomId))
                .forEach(child -> reached.put(child, deleteAfter(child, child.start, roomId)));
        if (!lock(roomId)) {
            return false;
        }
        reached.forEach((child, last) -> deleteAfter(child, last, roomId));
        return this.database.updateWithin(System.nanoTime() - start, DELETE, roomId) == 1;
    }

    /**
     * Deletes the rows of a room from a table, beginning after the given key in the order of the keys. Each statement
     * deletes a limited number of rows. Returns the key of the last deleted row, or the given key when there is no row
     * to delete.
     */
    private List<Object> deleteAfter(Child child, List<Object> key, String roomId) {
        List<Object> last = key;
        Optional<List<Object>> next = Optional.of(key);
        while (next.isPresent()) {
            last = next.get();
            next = this.database.first(child.sqlOfChunk, child::mapKey, child.parameters(roomId, last));
        }
        return last;
    }

    private boolean lock(String roomId) {
        for (int attempt = 1; true; attempt++) {
            try {
                return this.connections.transactionUndone(
                        () -> this.rooms.lockTimeline(roomId).isPresent());
            } catch (StoreException ex) {
                if (!DEADLOCK.equals(ex.getSqlState()) || attempt == LOCK_ATTEMPTS) {
                    throw ex;
                }
            }
        }
    }

    /** A table whose rows belong to rooms. The rows of a room are deleted in the order of the table's key columns. */
    private static final class Child {

        private final String table;

        private final String bytes;

        private final List<String> columns;

        private final List<Object> start;

        private final String sqlWhenLarge;

        private final String sqlOfChunk;

        Child(String table, String bytes, List<String> columns, List<Object> start) {
            this.table = table;
            this.bytes = bytes;
            this.columns = columns;
            this.start = start;
            this.sqlWhenLarge = "SELECT 1 WHERE NOT " + isSmall("?");
            this.sqlOfChunk = DELETE_CHUNK.formatted(
                    table,
                    joined(column -> "c." + column),
                    bytes,
                    joined(column -> column.equals("created_at") ? "CAST(? AS timestamptz)" : "?"),
                    joined(column -> "c." + column + " DESC"),
                    joined(column -> "(SELECT c." + column + " FROM last AS c)"));
        }

        private String isSmall(String roomId) {
            return IS_SMALL.formatted(this.table, this.bytes, roomId, joined(column -> "c." + column));
        }

        private String joined(Function<String, String> form) {
            return this.columns.stream().map(form).collect(Collectors.joining(", "));
        }

        private @Nullable Object[] parameters(String roomId, List<Object> key) {
            List<Object> parameters = new ArrayList<>(List.of(roomId));
            parameters.addAll(key);
            parameters.addAll(List.copyOf(parameters));
            return parameters.toArray();
        }

        private List<Object> mapKey(ResultSet row, int number) throws SQLException {
            List<Object> key = new ArrayList<>();
            for (String column : this.columns) {
                key.add(column.equals("created_at") ? Rows.instant(row, column) : row.getObject(column));
            }
            return key;
        }
    }
}
