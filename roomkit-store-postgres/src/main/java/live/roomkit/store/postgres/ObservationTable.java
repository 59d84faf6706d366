package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import live.roomkit.Cursor;
import live.roomkit.task.Observation;
import org.jspecify.annotations.Nullable;

/** Contains the SQL of the table {@code observations}, which has a row for each observation in a room. */
final class ObservationTable {

    private static final String INSERT = """
            INSERT INTO roomkit.observations AS o (id, room_id, category, created_at, bytes, data)
            SELECT ?, r.id, ?, ?, ?, CAST(? AS jsonb)
            FROM roomkit.rooms AS r
            WHERE r.id = ?
            FOR KEY SHARE
            ON CONFLICT (id, room_id) DO NOTHING
            RETURNING o.id
            """;

    private static final String DELETE = "DELETE FROM roomkit.observations AS o WHERE o.room_id = ? AND o.id = ?";

    private final Database database;

    ObservationTable(Database database) {
        this.database = database;
    }

    /** Inserts an observation. Returns {@code false} when the room does not exist or has an observation with the same id. */
    boolean insert(Observation observation) {
        Jsonb json = this.database.jsonb(observation);
        return this.database.exists(
                INSERT,
                observation.id(),
                observation.category(),
                observation.createdAt(),
                json.bytes(),
                json,
                observation.roomId());
    }

    List<Observation> list(String roomId, @Nullable String category, int limit, @Nullable Cursor after) {
        RoomPage page = RoomPage.of("observations", "category", roomId, category, limit, after);
        return this.database.page(page.sql(), limit, this::mapRow, page.parameters());
    }

    boolean delete(String roomId, String observationId) {
        return this.database.update(DELETE, roomId, observationId) == 1;
    }

    private Observation mapRow(ResultSet row, int number) throws SQLException {
        return this.database.json().read(row.getBytes("data"), Observation.class);
    }
}
