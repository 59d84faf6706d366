package live.roomkit.store.postgres;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Appends events by two statements in a transaction. The first statement increments the counters of the room, and the
 * second statement inserts the events. Citus sends both statements to the node that stores the room. Citus would take
 * several times as long for a single statement that increments the counters and inserts the events.
 */
final class SplitAppend {

    private static final String ADVANCE =
            """
            UPDATE roomkit.rooms AS r
            %s
            WHERE r.id = ? AND %s AND %s
            RETURNING r.next_index - ?
            """.formatted(AppendStatements.MOVE_BY_SOME, AppendStatements.HAS_INDICES, AppendStatements.TAKES_EVENTS);

    private static final Recorded INSERT = AppendStatements.appending(
            "INSERT INTO roomkit.events AS e (index, " + EventRow.COLUMNS + ") VALUES (?, " + EventRow.VALUES + ")");

    /**
     * Inserts several events, and skips each event that would violate a unique key. If the statement failed on such an
     * event, Citus would report the failure without its SQLSTATE, and the store would not recognize the violation.
     */
    private static final Recorded INSERT_ALL =
            AppendStatements.appending("""
            INSERT INTO roomkit.events AS e (index, %s)
            SELECT ? + n.position - 1, ?, %s
            FROM %s
            ON CONFLICT DO NOTHING
            RETURNING e.index
            """.formatted(EventRow.COLUMNS, EventRow.ROW_VALUES, EventRow.ROWS));

    private final Database database;

    SplitAppend(Database database) {
        this.database = database;
    }

    /**
     * Increments the counters of the room and inserts the events at consecutive indices. Throws an exception when the
     * room already has an event with the id or the idempotency key of one of these events.
     *
     * @return the index of the first event, or empty when nothing was written because the room does not exist, has too
     *     few event indices left, or is closed or archived while {@code anyStatus} is {@code false}
     */
    Optional<Long> append(List<EventRow> rows, boolean anyStatus) {
        String roomId = rows.get(0).roomId();
        long count = rows.size();
        Instant now = this.database.now();
        Optional<Long> first = this.database.first(
                ADVANCE,
                (row, number) -> row.getLong(1),
                count,
                count,
                EventRow.messages(rows),
                EventRow.lastMessage(rows),
                now,
                now,
                roomId,
                count,
                anyStatus,
                count);
        first.ifPresent(index -> insert(rows, roomId, index));
        return first;
    }

    private void insert(List<EventRow> rows, String roomId, long index) {
        if (rows.size() == 1) {
            insertEach(rows, index);
            return;
        }
        int inserted = this.database
                .list(INSERT_ALL, (row, number) -> row.getLong(1), EventRow.parameters(rows, index, roomId))
                .size();
        if (inserted != rows.size()) {
            insertEach(rows, index);
        }
    }

    /**
     * Inserts the events one by one. An event violates a unique key when the room already has an event with the same id
     * or idempotency key, or when {@link #INSERT_ALL} has already inserted this event. The violation aborts the
     * transaction. PostgreSQL therefore also rolls back the counters and the other events, even when the caller commits
     * the transaction.
     */
    private void insertEach(List<EventRow> rows, long first) {
        long index = first;
        for (EventRow row : rows) {
            this.database.update(INSERT, row.parameters(new Object[] {index++}));
        }
    }
}
