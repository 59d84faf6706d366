package live.roomkit.store.postgres;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import live.roomkit.internal.feed.ChangeKind;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL that inserts events, at the next indices of their room or at a given index. {@link EventAppend}
 * explains when each statement is used.
 *
 * <p>When the parameter {@code anyStatus} is true, a statement also inserts events into closed and archived rooms.
 */
final class AppendStatements {

    static final String TAKES_EVENTS = "(? OR r.status NOT IN ('closed', 'archived'))";

    static final String HAS_INDICES = "r.next_index <= 9007199254740992 - ?";

    /**
     * Increases the counters of a room by the numbers of new events and new messages. Sets the last activity to the
     * current time of the store, unless the last activity is already later. The SQL has two parameters for the current
     * time: one for the column {@code last_activity_at} and one for {@code activity_bucket}. The parameter with the
     * type {@code bigint} is the position of the last message among the new events, counted from 0, or NULL when none
     * is a message.
     */
    private static final String MOVE = """
            SET next_index = r.next_index + %1$s, event_count = r.event_count + %1$s,
                    message_count = r.message_count + ?,
                    last_message_index = COALESCE(r.next_index + CAST(? AS bigint), r.last_message_index),
                    last_activity_at = GREATEST(r.last_activity_at, ?), activity_bucket = %2$s""";

    private static final String BUCKET = ActivityBucket.of("GREATEST(r.last_activity_at, ?)");

    private static final String MOVE_BY_ONE = MOVE.formatted("1", BUCKET);

    static final String MOVE_BY_SOME = MOVE.formatted("?", BUCKET);

    private static final String APPEND_ONE =
            """
            WITH room AS (
                UPDATE roomkit.rooms AS r
                %s
                WHERE r.id = ? AND r.next_index < 9007199254740992 AND %s%%s
                RETURNING r.next_index - 1 AS index
            )
            INSERT INTO roomkit.events AS e (index, %s)
            SELECT room.index, %s
            FROM room
            RETURNING e.index
            """.formatted(MOVE_BY_ONE, TAKES_EVENTS, EventRow.COLUMNS, EventRow.VALUES);

    private static final String KEY_IS_UNUSED = """

                    AND NOT EXISTS (
                        SELECT 1 FROM roomkit.events AS k WHERE k.room_id = ? AND k.idempotency_key = ?)""";

    private static final String ID_IS_UNUSED = """

                    AND NOT EXISTS (
                        SELECT 1 FROM roomkit.events AS k WHERE k.room_id = ? AND k.id = ?)""";

    /**
     * Appends an event that has no idempotency key. The statement contains no search for an idempotency key, because
     * PostgreSQL would spend time on the setup of this search in each execution, even if the search never ran.
     */
    private static final Recorded APPEND = appending(APPEND_ONE.formatted(""));

    private static final Recorded APPEND_WITH_KEY = appending(APPEND_ONE.formatted(KEY_IS_UNUSED));

    private static final Recorded APPEND_CHECKED = appending(APPEND_ONE.formatted(ID_IS_UNUSED));

    private static final Recorded APPEND_CHECKED_WITH_KEY =
            appending(APPEND_ONE.formatted(KEY_IS_UNUSED + ID_IS_UNUSED));

    private static final String LOCK =
            "SELECT 1 FROM roomkit.rooms AS r WHERE r.id = ? AND " + TAKES_EVENTS + " FOR NO KEY UPDATE";

    private static final Recorded APPEND_ALL =
            Recorded.ofExpression(ChangeKind.EVENT_APPENDED, "e.id", "e.index", """
            WITH room AS (
                UPDATE roomkit.rooms AS r
                %s
                WHERE r.id = ? AND %s AND %s
                    AND NOT EXISTS (
                        SELECT 1 FROM pg_catalog.unnest(CAST(? AS text[])) AS n (key) CROSS JOIN LATERAL (
                            SELECT 1 FROM roomkit.events AS k
                            WHERE k.room_id = ? AND k.idempotency_key = n.key LIMIT 1) AS used)
                    AND NOT EXISTS (
                        SELECT 1 FROM pg_catalog.unnest(CAST(? AS text[])) AS n (id) CROSS JOIN LATERAL (
                            SELECT 1 FROM roomkit.events AS k
                            WHERE k.room_id = ? AND k.id = n.id LIMIT 1) AS used)
                RETURNING r.next_index - ? AS first_index
            ), inserted AS (
                INSERT INTO roomkit.events AS e (index, %s)
                SELECT room.first_index + n.position - 1, ?, %s
                FROM room CROSS JOIN %s
            )
            SELECT room.first_index FROM room
            """.formatted(
                    MOVE_BY_SOME, HAS_INDICES, TAKES_EVENTS, EventRow.COLUMNS, EventRow.ROW_VALUES, EventRow.ROWS));

    private static final Recorded INSERT_AT_INDEX = appending("INSERT INTO roomkit.events AS e (index, "
            + EventRow.COLUMNS + ") VALUES (?, " + EventRow.VALUES + ") ON CONFLICT DO NOTHING RETURNING e.index");

    private final Database database;

    AppendStatements(Database database) {
        this.database = database;
    }

    /**
     * Returns two forms of a statement that inserts into the table {@code events}, which must have the alias {@code e}.
     * The second form also records the new events in the change feed.
     */
    static Recorded appending(String sql) {
        return Recorded.ofRecord(ChangeKind.EVENT_APPENDED, "e.id", "e.index", sql);
    }

    /**
     * Increments the counters of the room and inserts an event. The statement does not search for the event id. An id
     * that the room already has violates the unique index. Such an id is rare, and a search in each append would cost
     * more than the rare violation.
     *
     * @return the index of the event, or empty when nothing was written: the room does not exist, accepts no events or
     *     has no index left, or it has an event with the same idempotency key
     */
    Optional<Long> append(EventRow row, boolean anyStatus) {
        return (row.key() == null)
                ? append(APPEND, row, anyStatus)
                : append(APPEND_WITH_KEY, row, anyStatus, row.roomId(), row.key());
    }

    /**
     * Increments the counters of a locked room and inserts an event. The statement searches for the event id and the
     * idempotency key before it writes, because a violated unique index would abort the transaction of the caller.
     *
     * @return the index of the event, or empty when nothing was written: the room does not exist, accepts no events or
     *     has no index left, or it has an event with the same id or idempotency key
     */
    Optional<Long> appendLocked(EventRow row, boolean anyStatus) {
        String room = row.roomId();
        return (row.key() == null)
                ? append(APPEND_CHECKED, row, anyStatus, room, row.id())
                : append(APPEND_CHECKED_WITH_KEY, row, anyStatus, room, row.key(), room, row.id());
    }

    private Optional<Long> append(Recorded sql, EventRow row, boolean anyStatus, @Nullable Object... unused) {
        long messages = row.isMessage() ? 1 : 0;
        Long lastMessage = row.isMessage() ? 0L : null;
        Instant now = this.database.now();
        return index(
                sql,
                row.parameters(
                        new @Nullable Object[] {messages, lastMessage, now, now, row.roomId(), anyStatus}, unused));
    }

    /**
     * Locks the row of a room, so that other transactions cannot append. Returns {@code false} when the room does not
     * exist, or when it is closed or archived and {@code anyStatus} is {@code false}.
     */
    boolean lock(String roomId, boolean anyStatus) {
        return this.database.exists(LOCK, roomId, anyStatus);
    }

    /**
     * Increases the counters of the room and inserts all events at consecutive indices, or writes nothing.
     *
     * @return the index of the first event, or empty when nothing was written: the room does not exist, accepts no
     *     events or has too few indices left, or it has an event with one of the ids or idempotency keys
     */
    Optional<Long> appendAll(List<EventRow> rows, boolean anyStatus) {
        String roomId = rows.get(0).roomId();
        long count = rows.size();
        Instant now = this.database.now();
        return index(
                APPEND_ALL,
                EventRow.parameters(
                        rows,
                        count,
                        count,
                        EventRow.messages(rows),
                        EventRow.lastMessage(rows),
                        now,
                        now,
                        roomId,
                        count,
                        anyStatus,
                        EventRow.texts(rows, EventRow::key),
                        roomId,
                        EventRow.texts(rows, EventRow::id),
                        roomId,
                        count,
                        roomId));
    }

    /**
     * Inserts an event at the index that the event contains. Returns {@code false} when the room has an event with the
     * same index, id or idempotency key.
     */
    boolean insertAtIndex(EventRow row) {
        return this.database.exists(
                INSERT_AT_INDEX, row.parameters(new Object[] {row.event().index()}));
    }

    private Optional<Long> index(Recorded sql, @Nullable Object... parameters) {
        return this.database.first(sql, (row, number) -> row.getLong(1), parameters);
    }
}
