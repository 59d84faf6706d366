package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import live.roomkit.internal.Checks;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.store.RoomPatch;
import live.roomkit.room.Room;
import live.roomkit.room.RoomTimers;
import live.roomkit.store.RoomFullException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code rooms}, which has a row for each room. {@link RoomDeletion} contains the SQL
 * that deletes rooms.
 *
 * <p>The counters of a room are columns without an index, so an append usually updates them by a HOT update. The update
 * is not HOT when the append also changes the indexed column {@code activity_bucket}, see {@link ActivityBucket}. An
 * append locks the row of its room as every UPDATE does. A transaction that writes a participant locks the row
 * {@code FOR KEY SHARE}, so that other transactions can append events but cannot delete the room. A transaction that
 * deletes an event, or inserts an event below the latest index, locks the row {@code FOR UPDATE}.
 *
 * <p>A REPEATABLE READ transaction fails when it writes a row that was updated after its snapshot, but not when the row
 * was only locked. {@link #touch} therefore sets a small column without an index to its current value, so that a
 * REPEATABLE READ transaction with an older snapshot fails when it writes the row.
 */
final class RoomTable {

    /** Columns of the table {@code rooms} that {@link #mapRow} reads. The table has the alias {@code r}. */
    static final String COLUMNS = "r.event_count, r.next_index, r.delivered_index, r.last_activity_at, r.data";

    /**
     * Columns that a statement for {@link #page} must select: the {@link #COLUMNS}, the columns by which the page is
     * sorted, and the size of the record. The page ends when the sizes of its records together reach a limit.
     */
    static final String PAGE_COLUMNS = "r.id, r.created_at, r.bytes, " + COLUMNS;

    private static final Recorded INSERT =
            Recorded.ofRoom(ChangeKind.ROOM_CREATED, """
            INSERT INTO roomkit.rooms AS r
                (id, organization_id, status, last_activity_at, activity_bucket, created_at, updated_at, closed_at, bytes, data)
            VALUES (?, ?, ?, ?, %s, ?, ?, ?, ?, CAST(? AS jsonb))
            ON CONFLICT (id) DO NOTHING
            RETURNING r.id
            """.formatted(ActivityBucket.of("CAST(? AS timestamptz)")));

    static final String FIND_BY_ID = "SELECT " + COLUMNS + " FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String EXISTS = "SELECT 1 FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String FIND_STATUS = "SELECT r.status FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String FIND_NEXT_INDEX = "SELECT r.next_index FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String FIND_EVENT_COUNT = "SELECT r.event_count FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String FIND_DELIVERED_INDEX =
            "SELECT r.delivered_index FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String LOCK_FOR_CHANGE = FIND_BY_ID + " FOR NO KEY UPDATE";

    private static final String LOCK_FOR_MARKER = """
            SELECT 1 FROM roomkit.rooms AS r JOIN roomkit.read_markers AS m ON m.room_id = r.id
            WHERE r.id = ? AND m.channel_id = ? AND NOT %s
            FOR KEY SHARE OF r FOR NO KEY UPDATE OF m
            """.formatted(Rows.ON_A_SNAPSHOT);

    private static final String TOUCH =
            "UPDATE roomkit.rooms AS r SET delivered_index = r.delivered_index WHERE r.id = ?";

    private static final String LOCK_TIMELINE = FIND_NEXT_INDEX + " FOR UPDATE";

    private static final String UPDATE_ANY = """
            UPDATE roomkit.rooms AS r
            SET organization_id = ?, status = ?, last_activity_at = %%1$s, activity_bucket = %%2$s, updated_at = ?,
                closed_at = ?, bytes = ?%s%s,
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

    private static final Recorded UPDATE = updating("COALESCE(r.last_activity_at, ?)");

    private static final Recorded UPDATE_WITH_ACTIVITY = updating("CAST(? AS timestamptz)");

    private static final Recorded PATCH_METADATA =
            Recorded.ofRoom(ChangeKind.ROOM_CHANGED, """
            UPDATE roomkit.rooms AS r
            SET updated_at = ?,
                bytes = pg_catalog.octet_length(CAST(r.data - CAST('metadata' AS text) AS text))
                    + pg_catalog.octet_length(CAST(%1$s AS text)) + 50,
                data = r.data || pg_catalog.jsonb_set(
                    pg_catalog.jsonb_set('{}', '{updated_at}', CAST(? AS jsonb)), '{metadata}', %1$s)
            WHERE r.id = ? AND pg_catalog.octet_length(CAST(r.data AS text)) <= ?
            RETURNING %2$s
            """.formatted(PATCHED, COLUMNS));

    private static final Recorded ADVANCE_DELIVERED_INDEX =
            Recorded.ofRoomIndex(ChangeKind.DELIVERY_ADVANCED, "r.delivered_index", """
            UPDATE roomkit.rooms AS r
            SET delivered_index = ?
            WHERE r.id = ? AND (r.delivered_index = ? OR (? AND r.delivered_index < ?))
            """);

    private static final String COUNT_ADDED =
            """
            UPDATE roomkit.rooms AS r
            SET next_index = GREATEST(r.next_index, ?), event_count = r.event_count + ?,
                message_count = r.message_count + ?, last_message_index = GREATEST(r.last_message_index, ?),
                last_activity_at = GREATEST(r.last_activity_at, CAST(? AS timestamptz)), activity_bucket = %s
            WHERE r.id = ?
            """.formatted(ActivityBucket.ofRoom("GREATEST(r.last_activity_at, CAST(? AS timestamptz))"));

    /**
     * Decreases the counters of a room after events were deleted, or after an event was changed so that it is no longer
     * a message. Searches the events for the new last message only when the last message was deleted or changed.
     */
    private static final String COUNT_REMOVED = """
            UPDATE roomkit.rooms AS r
            SET event_count = r.event_count - ?, message_count = r.message_count - ?,
                last_message_index = CASE
                    WHEN r.last_message_index > ? THEN r.last_message_index
                    ELSE COALESCE(
                        (SELECT e.index FROM roomkit.events AS e
                         WHERE e.room_id = r.id AND e.index < ? AND %s
                         ORDER BY e.index DESC LIMIT 1), -1)
                END
            WHERE r.id = ?
            """.formatted(EventTable.IS_MESSAGE);

    /** The largest number of bytes that a patch adds to the JSON of a room, besides the bytes of the patch itself. */
    private static final int ADDED_BY_A_PATCH = 100;

    /**
     * JSON keys whose values an update of a room replaces. The update keeps the stored creation time, and merges the
     * new timers into the stored timers.
     */
    private static final String[] REPLACED_KEYS = RecordJson.keys(Room.class).stream()
            .filter(key -> !Set.of("created_at", "timers").contains(key))
            .toArray(String[]::new);

    private static final String[] TIMER_KEYS = RecordJson.keys(RoomTimers.class).toArray(String[]::new);

    private final Database database;

    RoomTable(Database database) {
        this.database = database;
    }

    private static Recorded updating(String lastActivityAt) {
        return Recorded.ofRoom(
                ChangeKind.ROOM_CHANGED, UPDATE_ANY.formatted(lastActivityAt, ActivityBucket.ofRoom(lastActivityAt)));
    }

    boolean insert(Room room) {
        Jsonb json = this.database.jsonb(room);
        Instant lastActivityAt = room.timers().lastActivityAt();
        return this.database.exists(
                INSERT,
                room.id(),
                room.organizationId(),
                Rows.value(room.status()),
                lastActivityAt,
                (lastActivityAt != null) ? lastActivityAt : room.createdAt(),
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

    /** Throws a {@link RoomFullException} when the room has fewer than {@code count} event indices left. */
    void requireIndices(String roomId, long count) {
        long next = number(FIND_NEXT_INDEX, roomId).orElse(0);
        if (next + count - 1 > Checks.MAX_INDEX) {
            throw new RoomFullException(roomId);
        }
    }

    OptionalLong findNextIndex(String roomId) {
        return number(FIND_NEXT_INDEX, roomId);
    }

    OptionalLong findEventCount(String roomId) {
        return number(FIND_EVENT_COUNT, roomId);
    }

    OptionalLong findDeliveredIndex(String roomId) {
        return number(FIND_DELIVERED_INDEX, roomId);
    }

    /** Runs a statement that selects {@link #PAGE_COLUMNS}, and returns the rooms in the given order. */
    List<Room> page(String sql, String order, int limit, @Nullable Object[] parameters) {
        Database.PageSql page = new Database.PageSql(
                "r",
                order,
                "SELECT r.event_count, r.next_index, r.delivered_index, r.last_activity_at, ",
                " FROM (" + sql + ") AS r ORDER BY " + order);
        return this.database.page(page, limit, (row, number) -> mapRow(row), parameters);
    }

    /** Returns a room and locks its row until the end of the transaction. */
    Optional<Room> lockForChange(String roomId) {
        return this.database.first(LOCK_FOR_CHANGE, (row, number) -> mapRow(row), roomId);
    }

    /**
     * Locks a channel's read marker in a room, so that the marker can be moved. Until the end of the transaction, other
     * transactions can append events. Transactions that delete events, or insert events below the latest index, wait.
     * Locks nothing and returns {@code false} when the room does not exist, when the channel has no read marker in the
     * room, or in a REPEATABLE READ or SERIALIZABLE transaction. After {@code false}, the caller must use
     * {@link #touch}.
     *
     * <p>The lock of the marker is enough to make these deletions and insertions wait, because they lock all markers of
     * the room. This method locks the room's row {@code FOR KEY SHARE} before it locks the marker. Because of the lock
     * of the room's row, a transaction that moves a marker and then appends an event rarely deadlocks with a deletion.
     * The numbers of a marker must not depend on the lock of the room's row, because PostgreSQL can lose this lock.
     * PostgreSQL loses a lock {@code FOR KEY SHARE} when another transaction updates the row at the same moment, and
     * the new version of the row goes to another page.
     */
    boolean lockForMarker(String roomId, String channelId) {
        return this.database.exists(LOCK_FOR_MARKER, roomId, channelId);
    }

    /** Updates the room's row without changing a value. Returns whether the room exists. */
    boolean touch(String roomId) {
        return this.database.update(TOUCH, roomId) == 1;
    }

    /**
     * Returns the next event index of a room, and locks the room's row. Until the end of the transaction, no other
     * transaction can append, insert or delete events of the room, or begin to move its read markers.
     */
    OptionalLong lockTimeline(String roomId) {
        return number(LOCK_TIMELINE, roomId);
    }

    /** Updates a room, but sets the time of the last activity only when the stored room has none. */
    Optional<Room> update(Room room) {
        return update(UPDATE, room);
    }

    Optional<Room> updateWithActivity(Room room) {
        return update(UPDATE_WITH_ACTIVITY, room);
    }

    private Optional<Room> update(Recorded sql, Room room) {
        Jsonb json = this.database.jsonb(room);
        Instant given = room.timers().lastActivityAt();
        Instant lastActivityAt = (given != null) ? this.database.notAfterNow(given) : null;
        return this.database.first(
                sql,
                (row, number) -> mapRow(row),
                room.organizationId(),
                Rows.value(room.status()),
                lastActivityAt,
                lastActivityAt,
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
     * Patches the metadata of a room. Returns empty when the room does not exist, or when the result might exceed the
     * maximum size of a record. The size of the result is estimated as the sum of three numbers: the size of the patch,
     * the size of the stored JSON as PostgreSQL prints it, and a constant.
     */
    Optional<Room> patchMetadata(String roomId, RoomPatch patch, Instant updatedAt) {
        Jsonb values = this.database.jsonb(patch.values());
        int most = this.database.json().maxRecordSize() - values.utf8().length - ADDED_BY_A_PATCH;
        return patchMetadata(roomId, values, patch, updatedAt, most);
    }

    /** Patches the metadata of a room as {@link #patchMetadata} does, but does not check the size of the result. */
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

    /**
     * Adjusts the room's counters after an event was inserted at the given index, or was changed into a message.
     *
     * @param events 1 when an event was inserted, 0 when an event was changed
     * @param messages 1 when the event is a message, otherwise 0
     */
    void countAdded(String roomId, long index, int events, int messages, @Nullable Instant lastActivityAt) {
        long message = (messages > 0) ? index : -1;
        this.database.update(COUNT_ADDED, index + 1, events, messages, message, lastActivityAt, lastActivityAt, roomId);
    }

    /**
     * Adjusts the room's counters after events were deleted, or after an event was changed so that it is no longer a
     * message.
     *
     * @param events the number of deleted events
     * @param messages the indices of the deleted or changed events that were messages before
     */
    void countRemoved(String roomId, int events, List<Long> messages) {
        long last = messages.stream().mapToLong(Long::longValue).max().orElse(-1);
        this.database.update(COUNT_REMOVED, events, messages.size(), last, last, roomId);
    }

    private OptionalLong number(String sql, @Nullable Object... parameters) {
        return this.database.list(sql, (row, number) -> row.getLong(1), parameters).stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

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
