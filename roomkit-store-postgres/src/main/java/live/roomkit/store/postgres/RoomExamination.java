package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import live.roomkit.internal.Shown;

/**
 * Finds faults in the stored data of rooms, such as wrong counters, outdated copies of the room's columns in other
 * tables, and columns that differ from the stored JSON. Each statement reads one snapshot, so a write in progress is
 * not reported as a fault.
 */
final class RoomExamination {

    private static final int MOST_ROOMS = 200;

    private static final int MOST_EVENTS = 20_000;

    /** A text that sorts after every id. */
    private static final String END = "\uDBFF\uDFFF".repeat(200);

    private static final Duration MOST_AHEAD = Duration.ofDays(1);

    private static final String NEXT_ROOMS =
            "SELECT r.id, r.event_count FROM roomkit.rooms AS r WHERE r.id > ? ORDER BY r.id LIMIT " + MOST_ROOMS;

    private static final String COUNTERS =
            """
            SELECT r.id, r.event_count, r.next_index, r.delivered_index, COALESCE(e.counted, 0) AS counted,
                COALESCE(e.latest_index, -1) AS latest_index, r.message_count, r.last_message_index,
                COALESCE(e.messages, 0) AS messages, COALESCE(e.latest_message, -1) AS latest_message,
                COALESCE(e.doubled, false) AS doubled,
                COALESCE(r.last_activity_at > CAST(? AS timestamptz), false) AS ahead,
                r.activity_bucket <> %2$s AS misplaced
            FROM roomkit.rooms AS r
                LEFT JOIN (
                    SELECT e.room_id, pg_catalog.count(*) AS counted, pg_catalog.max(e.index) AS latest_index,
                        pg_catalog.count(*) FILTER (WHERE %1$s) AS messages,
                        pg_catalog.max(e.index) FILTER (WHERE %1$s) AS latest_message,
                        pg_catalog.count(*) <> pg_catalog.count(DISTINCT e.id)
                            OR pg_catalog.count(*) <> pg_catalog.count(DISTINCT e.index)
                            OR pg_catalog.count(e.idempotency_key) <> pg_catalog.count(DISTINCT e.idempotency_key)
                            AS doubled
                    FROM roomkit.events AS e
                    WHERE e.room_id = ANY (CAST(? AS text[]))
                    GROUP BY e.room_id
                ) AS e ON e.room_id = r.id
            WHERE r.id = ANY (CAST(? AS text[]))
            """.formatted(EventTable.IS_MESSAGE, ActivityBucket.ofRoom("r.last_activity_at"));

    /** Counts the events and messages up to the index of each read marker. */
    private static final String MARKERS = """
            SELECT c.room_id, c.channel_id, c.index, c.next_index, c.events_read, c.counted, c.messages_read, c.messages
            FROM (
                SELECT p.room_id, p.channel_id, p.index, p.next_index, p.events_read, p.messages_read,
                    pg_catalog.count(p.event) OVER (PARTITION BY p.room_id ORDER BY p.index) AS counted,
                    pg_catalog.count(p.message) OVER (PARTITION BY p.room_id ORDER BY p.index) AS messages
                FROM (
                    SELECT e.room_id, e.index, 1 AS event, CASE WHEN %s THEN 1 END AS message, NULL AS channel_id,
                        NULL AS next_index, NULL AS events_read, NULL AS messages_read
                    FROM roomkit.events AS e
                    WHERE e.room_id = ANY (CAST(? AS text[]))
                    UNION ALL
                    SELECT m.room_id, m.event_index, NULL, NULL, m.channel_id, r.next_index, m.events_read, m.messages_read
                    FROM roomkit.read_markers AS m JOIN roomkit.rooms AS r ON m.room_id = r.id
                    WHERE m.room_id = ANY (CAST(? AS text[]))
                ) AS p
            ) AS c
            WHERE c.channel_id IS NOT NULL
                AND (c.events_read <> c.counted OR c.messages_read <> c.messages OR c.index >= c.next_index)
            LIMIT 100
            """.formatted(EventTable.IS_MESSAGE);

    private static final String BINDING_COPIES = """
            SELECT b.room_id, b.channel_id
            FROM roomkit.bindings AS b JOIN roomkit.rooms AS r ON b.room_id = r.id
            WHERE b.room_id = ANY (CAST(? AS text[]))
                AND (b.room_status <> r.status OR b.room_created_at <> r.created_at
                    OR b.room_organization_id IS DISTINCT FROM r.organization_id)
            LIMIT 100
            """;

    private static final String PARTICIPANT_COPIES = """
            SELECT p.room_id, p.id
            FROM roomkit.participants AS p JOIN roomkit.rooms AS r ON p.room_id = r.id
            WHERE p.room_id = ANY (CAST(? AS text[])) AND p.room_created_at <> r.created_at
            LIMIT 100
            """;

    private static final String ORGANIZATION_COPIES = """
            SELECT c.room_id, c.id
            FROM roomkit.%s AS c JOIN roomkit.rooms AS r ON c.room_id = r.id
            WHERE c.room_id = ANY (CAST(? AS text[])) AND c.room_organization_id IS DISTINCT FROM r.organization_id
            LIMIT 100
            """;

    private static final String DIFFERENT = """
            SELECT c.%2$s AS room_id, c.%3$s AS id
            FROM roomkit.%1$s AS c
            WHERE c.%2$s = ANY (CAST(? AS text[])) AND (%4$s)
            LIMIT 100
            """;

    private static final String UNSIZED = """
            SELECT c.%2$s AS room_id, c.%3$s AS id
            FROM roomkit.%1$s AS c
            WHERE c.%2$s = ANY (CAST(? AS text[])) AND c.bytes <= 0
            LIMIT 100
            """;

    private static final String ORPHANS = """
            SELECT DISTINCT c.room_id
            FROM roomkit.%s AS c
            WHERE c.room_id > ? AND c.room_id <= ?
                AND NOT EXISTS (SELECT 1 FROM roomkit.rooms AS r WHERE r.id = c.room_id)
            LIMIT 100
            """;

    private static final List<Kind> KINDS = List.of(
            new Kind(Fault.ROOM_RECORD, "rooms", "id", "id", List.of("id", "organization_id", "status")),
            new Kind(
                    Fault.EVENT_RECORD,
                    "events",
                    "room_id",
                    "id",
                    List.of("id", "type", "visibility", "parent_event_id", "correlation_id", "idempotency_key")),
            new Kind(
                    Fault.BINDING_RECORD,
                    "bindings",
                    "room_id",
                    "channel_id",
                    List.of("channel_id", "channel_type", "participant_id")),
            new Kind(
                    Fault.PARTICIPANT_RECORD,
                    "participants",
                    "room_id",
                    "id",
                    List.of("id", "channel_id", "identity_id")),
            new Kind(Fault.TASK_RECORD, "tasks", "room_id", "id", List.of("id", "status")));

    private static final List<String> CHILDREN =
            List.of("events", "bindings", "participants", "tasks", "observations", "read_markers");

    private final Database database;

    RoomExamination(Database database) {
        this.database = database;
    }

    /**
     * Examines up to {@value #MOST_ROOMS} rooms whose ids follow the given id. When these rooms together have more than
     * {@value #MOST_EVENTS} events, examines fewer of them, but at least one.
     */
    ExaminationStep examine(String after) {
        List<String> rooms = new ArrayList<>();
        boolean isEnd = next(after, rooms);
        String last = isEnd ? END : rooms.get(rooms.size() - 1);
        List<Finding> findings = new ArrayList<>();
        if (!rooms.isEmpty()) {
            String[] ids = rooms.toArray(String[]::new);
            examineCounters(ids, findings);
            examineMarkers(ids, findings);
            examineCopies(ids, findings);
            examineOrganizations("tasks", Fault.TASK_COPY, ids, findings);
            examineOrganizations("observations", Fault.OBSERVATION_COPY, ids, findings);
            KINDS.forEach(kind -> kind.examine(this.database, ids, findings));
        }
        examineOrphans(after, last, findings);
        return new ExaminationStep(findings, rooms.size(), isEnd ? Optional.empty() : Optional.of(last));
    }

    /**
     * Handles a timeout in a call of {@link #examine}. The value of {@code after} must be the same as in that call.
     * When {@code examine} tried to examine exactly one room, skips this room and reports it as too large to be
     * examined. Otherwise returns empty, because it is unknown which room is too large.
     */
    Optional<ExaminationStep> passOver(String after) {
        List<String> rooms = new ArrayList<>();
        boolean isEnd = next(after, rooms);
        if (rooms.size() != 1) {
            return Optional.empty();
        }
        String room = rooms.get(0);
        Finding finding = Finding.ofRoom(Fault.LARGE_ROOM, room, "A statement took too long, so it was not examined");
        return Optional.of(new ExaminationStep(List.of(finding), 0, isEnd ? Optional.empty() : Optional.of(room)));
    }

    /**
     * Finds the next rooms to examine, whose ids follow the given id, and adds their ids to the list {@code rooms}.
     * Returns {@code true} when these rooms are the last ones.
     */
    private boolean next(String after, List<String> rooms) {
        List<Room> next = this.database.list(
                NEXT_ROOMS, (row, number) -> new Room(row.getString("id"), row.getLong("event_count")), after);
        long events = 0;
        for (Room room : next) {
            events += Math.max(0, room.events());
            if (events > MOST_EVENTS && !rooms.isEmpty()) {
                return false;
            }
            rooms.add(room.id());
        }
        return next.size() < MOST_ROOMS;
    }

    private void examineCounters(String[] rooms, List<Finding> findings) {
        this.database.each(
                COUNTERS,
                row -> examineCounters(row, findings),
                this.database.now().plus(MOST_AHEAD),
                rooms,
                rooms);
    }

    private static void examineCounters(ResultSet row, List<Finding> findings) throws SQLException {
        String room = row.getString("id");
        long next = row.getLong("next_index");
        if (row.getLong("event_count") != row.getLong("counted")) {
            findings.add(Finding.ofRoom(
                    Fault.EVENT_COUNT,
                    room,
                    "event_count is " + row.getLong("event_count") + ", and the room has " + row.getLong("counted")
                            + " events"));
        }
        if (row.getLong("message_count") != row.getLong("messages")) {
            findings.add(Finding.ofRoom(
                    Fault.MESSAGE_COUNT,
                    room,
                    "message_count is " + row.getLong("message_count") + ", and the room has " + row.getLong("messages")
                            + " messages"));
        }
        if (row.getLong("last_message_index") != row.getLong("latest_message")) {
            findings.add(Finding.ofRoom(
                    Fault.LAST_MESSAGE,
                    room,
                    "last_message_index is " + row.getLong("last_message_index") + ", and the last message is "
                            + row.getLong("latest_message")));
        }
        if (next <= row.getLong("latest_index")) {
            findings.add(Finding.ofRoom(
                    Fault.NEXT_INDEX,
                    room,
                    "next_index is " + next + ", and the room has an event " + row.getLong("latest_index")));
        }
        if (row.getLong("delivered_index") >= Math.max(next, 0)) {
            findings.add(Finding.ofRoom(
                    Fault.DELIVERED_INDEX,
                    room,
                    "delivered_index is " + row.getLong("delivered_index") + ", and next_index is " + next));
        }
        if (row.getBoolean("doubled")) {
            findings.add(Finding.ofRoom(Fault.DUPLICATE_EVENT, room, "Two of its events have one index, id or key"));
        }
        if (row.getBoolean("ahead")) {
            findings.add(Finding.ofRoom(Fault.LAST_ACTIVITY, room, "last_activity_at is in the future"));
        }
        if (row.getBoolean("misplaced")) {
            findings.add(Finding.ofRoom(
                    Fault.ACTIVITY_BUCKET,
                    room,
                    "activity_bucket is not that of the last activity or of the creation"));
        }
    }

    private void examineMarkers(String[] rooms, List<Finding> findings) {
        this.database.each(
                MARKERS,
                row -> {
                    String channel = " through channel " + Shown.id(row.getString("channel_id"));
                    long index = row.getLong("index");
                    if (index >= row.getLong("next_index")) {
                        findings.add(Finding.ofRoom(
                                Fault.MARKER_INDEX,
                                row.getString("room_id"),
                                "It is read to " + index + channel + ", and next_index is "
                                        + row.getLong("next_index")));
                    }
                    if (row.getLong("events_read") != row.getLong("counted")) {
                        findings.add(Finding.ofRoom(
                                Fault.MARKER_COUNT,
                                row.getString("room_id"),
                                "It is read to " + index + channel + ": events_read is " + row.getLong("events_read")
                                        + ", and there are " + row.getLong("counted") + " events"));
                    }
                    if (row.getLong("messages_read") != row.getLong("messages")) {
                        findings.add(Finding.ofRoom(
                                Fault.MARKER_MESSAGES,
                                row.getString("room_id"),
                                "It is read to " + index + channel + ": messages_read is "
                                        + row.getLong("messages_read") + ", and there are " + row.getLong("messages")
                                        + " messages"));
                    }
                },
                rooms,
                rooms);
    }

    private void examineCopies(String[] rooms, List<Finding> findings) {
        this.database.each(
                BINDING_COPIES,
                row -> findings.add(Finding.ofRoom(
                        Fault.BINDING_COPY,
                        row.getString("room_id"),
                        "The copies in its binding of channel " + Shown.id(row.getString("channel_id")) + " differ")),
                new Object[] {rooms});
        this.database.each(
                PARTICIPANT_COPIES,
                row -> findings.add(Finding.ofRoom(
                        Fault.PARTICIPANT_COPY,
                        row.getString("room_id"),
                        "The copy in its participant " + Shown.id(row.getString("id")) + " differs")),
                new Object[] {rooms});
    }

    private void examineOrganizations(String table, Fault fault, String[] rooms, List<Finding> findings) {
        this.database.each(
                ORGANIZATION_COPIES.formatted(table),
                row -> findings.add(Finding.ofRoom(
                        fault,
                        row.getString("room_id"),
                        "The copy in record " + Shown.id(row.getString("id")) + " of table " + table + " differs")),
                new Object[] {rooms});
    }

    private void examineOrphans(String after, String last, List<Finding> findings) {
        for (String table : CHILDREN) {
            this.database.each(
                    ORPHANS.formatted(table),
                    row -> findings.add(Finding.ofRoom(
                            Fault.ORPHAN,
                            row.getString("room_id"),
                            "Table " + table + " has rows of it, but it does not exist")),
                    after,
                    last);
        }
    }

    private record Room(String id, long events) {}

    /**
     * A table that contains each record as JSON in the column {@code data}, and some fields of the record in further
     * columns.
     */
    private static final class Kind {

        private final Fault fault;

        private final String table;

        private final String different;

        private final String unsized;

        Kind(Fault fault, String table, String room, String id, List<String> columns) {
            this.fault = fault;
            this.table = table;
            List<String> conditions = new ArrayList<>();
            columns.forEach(column ->
                    conditions.add("c.%1$s IS DISTINCT FROM c.data ->> CAST('%1$s' AS text)".formatted(column)));
            if (table.equals("events")) {
                conditions.add(
                        "c.blocked <> (COALESCE(c.data ->> CAST('status' AS text), '') = CAST('blocked' AS text))");
            }
            this.different = DIFFERENT.formatted(table, room, id, String.join(" OR ", conditions));
            this.unsized = UNSIZED.formatted(table, room, id);
        }

        private void examine(Database database, String[] rooms, List<Finding> findings) {
            database.each(
                    this.different,
                    row -> findings.add(finding(this.fault, row, "differs from its columns")),
                    new Object[] {rooms});
            database.each(
                    this.unsized,
                    row -> findings.add(finding(Fault.RECORD_SIZE, row, "has no size in the column bytes")),
                    new Object[] {rooms});
        }

        private Finding finding(Fault fault, ResultSet row, String detail) throws SQLException {
            return Finding.ofRoom(
                    fault,
                    row.getString("room_id"),
                    "Record " + Shown.id(row.getString("id")) + " of table " + this.table + " " + detail);
        }
    }
}
