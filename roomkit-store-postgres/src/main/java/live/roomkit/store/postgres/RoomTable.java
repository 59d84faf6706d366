package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import live.roomkit.internal.Checks;
import live.roomkit.internal.store.RoomPatch;
import live.roomkit.room.Room;
import live.roomkit.room.RoomTimers;
import live.roomkit.store.RoomFullException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Holds the SQL of the table {@code rooms}, which has a row for each room, with the counters of its events.
 * {@link RoomDeletion} deletes the rows.
 *
 * <p>The counters are stored only as columns, and no index holds them, so that moving them stays a HOT update. Appends
 * lock a room's row as any UPDATE does. A writer of children locks it {@code FOR KEY SHARE}, so that the room stays
 * while appends go on. A writer that deletes or inserts in the middle of a timeline locks it {@code FOR UPDATE}.
 *
 * <p>A transaction that works on a snapshot does not notice that a row was only locked. A write on which such a
 * transaction must fail changes the row: {@link #touch} writes a narrow column back that no index holds.
 */
final class RoomTable {

    /** Names the columns that {@link #mapRow} reads, with the alias {@code r}. */
    static final String COLUMNS = "r.event_count, r.next_index, r.delivered_index, r.last_activity_at, r.data";

    /** Names the columns of a statement for {@link #page}, by which its rows are ordered and cut to a page. */
    static final String PAGE_COLUMNS = "r.id, r.created_at, r.bytes, " + COLUMNS;

    private static final String INSERT = """
            INSERT INTO roomkit.rooms AS r
                (id, organization_id, status, last_activity_at, created_at, updated_at, closed_at, bytes, data)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS jsonb))
            ON CONFLICT (id) DO NOTHING
            RETURNING r.id
            """;

    private static final String FIND_BY_ID = "SELECT " + COLUMNS + " FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String EXISTS = "SELECT 1 FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String FIND_STATUS = "SELECT r.status FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String FIND_NEXT_INDEX = "SELECT r.next_index FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String FIND_EVENT_COUNT = "SELECT r.event_count FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String FIND_DELIVERED_INDEX =
            "SELECT r.delivered_index FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String LOCK_FOR_CHANGE = FIND_BY_ID + " FOR NO KEY UPDATE";

    /**
     * Locks the room's row, except where the room must be touched: for a first marker, or in a transaction on a
     * snapshot.
     */
    private static final String LOCK_FOR_MARKER = EXISTS + """
             AND EXISTS (SELECT 1 FROM roomkit.read_markers AS m WHERE m.room_id = ? AND m.channel_id = ?)
                AND NOT %s
            FOR KEY SHARE
            """.formatted(Rows.ON_A_SNAPSHOT);

    private static final String TOUCH =
            "UPDATE roomkit.rooms AS r SET delivered_index = r.delivered_index WHERE r.id = ?";

    private static final String LOCK_TIMELINE = FIND_NEXT_INDEX + " FOR UPDATE";

    private static final String UPDATE_ANY = """
            UPDATE roomkit.rooms AS r
            SET organization_id = ?, status = ?, last_activity_at = %%s, updated_at = ?, closed_at = ?, bytes = ?%s%s,
                data = (r.data - CAST(? AS text[])) || (CAST(? AS jsonb) - CAST('{created_at,timers}' AS text[]))
                    || %s
            WHERE r.id = ?
            RETURNING %s
            """.formatted(
                    Rows.bytesKept("r", Room.class),
                    Rows.bytesKept("r", "timers", RoomTimers.class),
                    Rows.merged("r", "timers", "CAST(? AS jsonb)"),
                    COLUMNS);

    private static final String PATCHED =
            "(COALESCE(r.data -> CAST('metadata' AS text), '{}') || CAST(? AS jsonb)) - CAST(? AS text[])";

    /** Sets the last activity only where none is stored. */
    private static final String UPDATE = UPDATE_ANY.formatted("COALESCE(r.last_activity_at, ?)");

    private static final String UPDATE_WITH_ACTIVITY = UPDATE_ANY.formatted("CAST(? AS timestamptz)");

    private static final String PATCH_METADATA = """
            UPDATE roomkit.rooms AS r
            SET updated_at = ?,
                bytes = pg_catalog.octet_length(CAST(r.data - CAST('metadata' AS text) AS text))
                    + pg_catalog.octet_length(CAST(%1$s AS text)) + 50,
                data = r.data || pg_catalog.jsonb_set(
                    pg_catalog.jsonb_set('{}', '{updated_at}', CAST(? AS jsonb)), '{metadata}', %1$s)
            WHERE r.id = ? AND pg_catalog.octet_length(CAST(r.data AS text)) <= ?
            RETURNING %2$s
            """.formatted(PATCHED, COLUMNS);

    private static final String ADVANCE_DELIVERED_INDEX = """
            UPDATE roomkit.rooms AS r
            SET delivered_index = ?
            WHERE r.id = ? AND (r.delivered_index = ? OR (? AND r.delivered_index < ?))
            """;

    private static final String COUNT_INSERTED = """
            UPDATE roomkit.rooms AS r
            SET next_index = GREATEST(r.next_index, ?), event_count = r.event_count + 1,
                last_activity_at = GREATEST(r.last_activity_at, ?)
            WHERE r.id = ?
            """;

    private static final String COUNT_DELETED =
            "UPDATE roomkit.rooms AS r SET event_count = r.event_count - ? WHERE r.id = ?";

    /** The largest number of bytes by which a patch can enlarge a room beyond the patch's own size. */
    private static final int ADDED_BY_A_PATCH = 100;

    /** The keys that an update replaces. The creation time stays, and the timers are not replaced as they are. */
    private static final String[] REPLACED_KEYS = RecordJson.keys(Room.class).stream()
            .filter(key -> !Set.of("created_at", "timers").contains(key))
            .toArray(String[]::new);

    private static final String[] TIMER_KEYS = RecordJson.keys(RoomTimers.class).toArray(String[]::new);

    private final Database database;

    RoomTable(Database database) {
        this.database = database;
    }

    boolean insert(Room room) {
        Jsonb json = this.database.jsonb(room);
        return this.database.exists(
                INSERT,
                room.id(),
                room.organizationId(),
                Rows.value(room.status()),
                room.timers().lastActivityAt(),
                room.createdAt(),
                room.updatedAt(),
                room.closedAt(),
                json.bytes(),
                json);
    }

    Optional<Room> findById(String roomId) {
        return this.database.first(FIND_BY_ID, (row, number) -> mapRow(row), roomId);
    }

    boolean exists(String roomId) {
        return this.database.exists(EXISTS, roomId);
    }

    Optional<String> findStatus(String roomId) {
        return this.database.first(FIND_STATUS, (row, number) -> row.getString(1), roomId);
    }

    /** Fails when the room has fewer indices left than the given number. */
    void requireIndices(String roomId, long count) {
        long next = number(FIND_NEXT_INDEX, roomId).orElse(0);
        if (next + count - 1 > Checks.MAX_INDEX) {
            throw new RoomFullException(roomId);
        }
    }

    OptionalLong findEventCount(String roomId) {
        return number(FIND_EVENT_COUNT, roomId);
    }

    OptionalLong findDeliveredIndex(String roomId) {
        return number(FIND_DELIVERED_INDEX, roomId);
    }

    /** Returns the rooms of a statement that was put together at run time and reads {@link #PAGE_COLUMNS}, in an order. */
    List<Room> page(String sql, String order, int limit, @Nullable Object[] parameters) {
        Database.PageSql page = new Database.PageSql(
                "r",
                order,
                "SELECT r.event_count, r.next_index, r.delivered_index, r.last_activity_at, ",
                " FROM (" + sql + ") AS r ORDER BY " + order);
        return this.database.page(page, limit, (row, number) -> mapRow(row), parameters);
    }

    /** Returns the rooms of a statement that was put together at run time and reads {@link #COLUMNS}. */
    List<Room> list(String sql, Parameters parameters) {
        return this.database.listBuilt(sql, (row, number) -> mapRow(row), parameters);
    }

    /** Returns a room and locks its row until the end of the transaction. */
    Optional<Room> lockForChange(String roomId) {
        return this.database.first(LOCK_FOR_CHANGE, (row, number) -> mapRow(row), roomId);
    }

    /**
     * Locks a room's timeline against changes other than appends, so that a channel's marker can move. Returns
     * {@code false} when the room must be touched instead.
     */
    boolean lockForMarker(String roomId, String channelId) {
        return this.database.exists(LOCK_FOR_MARKER, roomId, roomId, channelId);
    }

    /** Rewrites the room's row without changing a value. Returns whether the room exists. */
    boolean touch(String roomId) {
        return this.database.update(TOUCH, roomId) == 1;
    }

    /** Returns the next index of a room and locks its timeline and read markers until the end of the transaction. */
    OptionalLong lockTimeline(String roomId) {
        return number(LOCK_TIMELINE, roomId);
    }

    /** Updates a room. Sets its last activity only where none is stored. */
    Optional<Room> update(Room room) {
        return update(UPDATE, room);
    }

    /** Updates a room and its last activity. */
    Optional<Room> updateWithActivity(Room room) {
        return update(UPDATE_WITH_ACTIVITY, room);
    }

    private Optional<Room> update(String sql, Room room) {
        Jsonb json = this.database.jsonb(room);
        Instant lastActivityAt = room.timers().lastActivityAt();
        return this.database.first(
                sql,
                (row, number) -> mapRow(row),
                room.organizationId(),
                Rows.value(room.status()),
                (lastActivityAt != null) ? this.database.notAfterNow(lastActivityAt) : null,
                room.updatedAt(),
                room.closedAt(),
                json.bytes(),
                REPLACED_KEYS,
                json,
                TIMER_KEYS,
                json,
                room.id());
    }

    /**
     * Patches the metadata, unless the room might exceed the size of a record. The check adds two sizes: that of the patch,
     * and that of the stored room, as PostgreSQL prints it.
     */
    Optional<Room> patchMetadata(String roomId, RoomPatch patch, Instant updatedAt) {
        Jsonb values = this.database.jsonb(patch.values());
        int most = this.database.json().maxRecordSize() - values.utf8().length - ADDED_BY_A_PATCH;
        return patchMetadata(roomId, values, patch, updatedAt, most);
    }

    /** Does what {@link #patchMetadata} does, whatever the size of the room. */
    Optional<Room> patchMetadataOfLarge(String roomId, RoomPatch patch, Instant updatedAt) {
        return patchMetadata(roomId, this.database.jsonb(patch.values()), patch, updatedAt, Integer.MAX_VALUE);
    }

    private Optional<Room> patchMetadata(
            String roomId, Jsonb values, RoomPatch patch, Instant updatedAt, int mostBytesBefore) {
        String[] unset = patch.unset().toArray(String[]::new);
        return this.database.first(
                PATCH_METADATA,
                (row, number) -> mapRow(row),
                updatedAt,
                values,
                unset,
                '"' + updatedAt.toString() + '"',
                values,
                unset,
                roomId,
                mostBytesBefore);
    }

    boolean advanceDeliveredIndex(String roomId, long index, boolean force) {
        return this.database.update(ADVANCE_DELIVERED_INDEX, index, roomId, index - 1, force, index) == 1;
    }

    /** Adjusts the room's counters to one event that was inserted at a given index. */
    void countInserted(String roomId, long index, Instant lastActivityAt) {
        this.database.update(COUNT_INSERTED, index + 1, lastActivityAt, roomId);
    }

    void countDeleted(String roomId, int count) {
        this.database.update(COUNT_DELETED, count, roomId);
    }

    private OptionalLong number(String sql, @Nullable Object... parameters) {
        return this.database.list(sql, (row, number) -> row.getLong(1), parameters).stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** Makes a room from a row with the columns of {@link #COLUMNS}. */
    Room mapRow(ResultSet row) throws SQLException {
        return this.database
                .json()
                .readRoom(
                        row.getBytes("data"),
                        row.getLong("event_count"),
                        row.getLong("next_index") - 1,
                        row.getLong("delivered_index"),
                        Rows.instant(row, "last_activity_at"));
    }
}
