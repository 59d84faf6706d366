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
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a room with everything that belongs to it.
 *
 * <p>One statement deletes a small room, and the foreign keys delete the rows of the other tables. A larger room takes
 * one transaction. It deletes the rows in chunks, each small enough for any statement timeout, before it locks the
 * room. So readers see the whole room until the commit, and appends to the room go on meanwhile. Then the transaction
 * locks the room, deletes the rows that were added in the meantime, and deletes the room.
 *
 * <p>Another transaction may hold the room's lock and wait for a row that is deleted here. Locking the room then
 * deadlocks. Only the attempt to lock is undone and repeated, since the other transaction ends by its own statement
 * timeout.
 *
 * <p>A row counts by the bytes of its record and by a constant for the row itself.
 */
final class RoomDeletion {

    private static final int LOCK_ATTEMPTS = 30;

    private static final String DEADLOCK = "40P01";

    /**
     * A condition that holds when one statement can delete a table's rows in a room. It reads no more rows than such a
     * statement may delete.
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

    private static final String DELETE_SMALL = CHILDREN.stream()
            .map(child -> child.isSmall("r.id"))
            .collect(Collectors.joining("\n    AND ", "DELETE FROM roomkit.rooms AS r\nWHERE r.id = ?\n    AND ", ""));

    private static final String DELETE = "DELETE FROM roomkit.rooms AS r WHERE r.id = ?";

    private final Database database;

    private final StoreConnections connections;

    private final RoomTable rooms;

    RoomDeletion(Database database, StoreConnections connections, RoomTable rooms) {
        this.database = database;
        this.connections = connections;
        this.rooms = rooms;
    }

    /** Deletes a room by one statement. Returns {@code false} when the room is missing or too large for that. */
    boolean deleteSmall(String roomId) {
        return this.database.update(DELETE_SMALL, roomId) == 1;
    }

    /** Deletes a room of any size in a transaction. Returns {@code false} when the room is missing. */
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

    /** Deletes a table's rows after a key, in the order of the keys, and returns the last key. */
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

    /** Describes a table whose rows belong to rooms, with the columns that order the rows within a room. */
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
