package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import live.roomkit.Cursor;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code observations}, which has a row for each observation in a room. A row contains a
 * copy of the organization of the room, see {@link RoomCopies}.
 */
final class ObservationTable {

    private static final Recorded INSERT =
            Recorded.ofRecord(ChangeKind.OBSERVATION_ADDED, "o.id", RoomCopies.TOUCHED_ROOM + """
            INSERT INTO roomkit.observations AS o
                (id, room_id, room_organization_id, category, created_at, bytes, data)
            SELECT ?, room.id, room.organization_id, ?, ?, ?, CAST(? AS jsonb)
            FROM room
            ON CONFLICT (id, room_id) DO NOTHING
            RETURNING o.id
            """);

    private static final Recorded DELETE = Recorded.ofRecord(
            ChangeKind.OBSERVATION_DELETED,
            "o.id",
            "DELETE FROM roomkit.observations AS o WHERE o.room_id = ? AND o.id = ?");

    private static final List<@Nullable States> STATELESS = Collections.singletonList(null);

    private final Database database;

    ObservationTable(Database database) {
        this.database = database;
    }

    /** Returns {@code false} when the room does not exist or already has an observation with this id. */
    boolean insert(Observation observation) {
        Jsonb json = this.database.jsonb(observation);
        return this.database.exists(
                INSERT,
                observation.roomId(),
                observation.id(),
                observation.category(),
                observation.createdAt(),
                json.bytes(),
                json);
    }

    List<Observation> list(String roomId, @Nullable String category, int limit, @Nullable Cursor after) {
        RoomPage page = RoomPage.of("observations", "category", roomId, category, limit, after);
        return this.database.page(page.sql(), limit, this::mapRow, page.parameters());
    }

    /** Returns observations of all rooms. */
    List<Observation> list(ObservationQuery query) {
        RecordsPage page = new RecordsPage(
                        "observations", STATELESS, query.after(), query.limit(), this.database.isDistributed())
                .where("room_organization_id", query.organizationId())
                .filter("category", query.category());
        return this.database.page(page.sql(), query.limit(), this::mapRow, page.parameters());
    }

    boolean delete(String roomId, String observationId) {
        return this.database.update(DELETE, roomId, observationId) == 1;
    }

    private Observation mapRow(ResultSet row, int number) throws SQLException {
        return this.database.json().read(row.getBytes("data"), Observation.class);
    }
}
