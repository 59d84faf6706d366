package live.roomkit.store.postgres;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.internal.protection.ExportLine;
import live.roomkit.internal.protection.ExportWriter;
import live.roomkit.internal.protection.OwnRecords;
import live.roomkit.internal.protection.RecordKind;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ExportQuery;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.json.RecordJson;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Exports the records of a store.
 *
 * <p>Each table is read page by page in the order of a key, with one statement per page. A page has at most 1 000 rows.
 * The records of a page have at most 4 MiB together, except when the first record alone is larger. The SQL finds the
 * end of a page by adding up the column {@code bytes}, which contains the size of a record.
 *
 * <p>Even an export of one organization reads the rows of all rooms and identities, so that each statement reads at
 * most 1 000 rows. A statement that searched for a page of rows of this organization could read many more rows and run
 * for a long time. For a room or identity of another organization, the SQL returns {@code NULL} instead of the record.
 * The records in such a room are not read.
 */
final class ProtectionExport {

    private static final int ROWS = 1_000;

    private static final String PAGE = """
            SELECT %1$s, c.found, c.data
            FROM (
                SELECT %1$s, c.bytes, c.data, pg_catalog.count(*) OVER () AS found,
                    pg_catalog.sum(c.bytes) OVER (ORDER BY %3$s ROWS UNBOUNDED PRECEDING) AS total
                FROM (
                    SELECT %2$s
                    FROM roomkit.%4$s AS c
                    WHERE %5$s
                    ORDER BY %3$s LIMIT 1000
                ) AS c
            ) AS c
            WHERE c.total <= GREATEST(4194304, c.bytes)
            ORDER BY %3$s
            """;

    private static final String OF_ORGANIZATION = """
            CASE WHEN (SELECT CAST(? AS text)) IS NULL OR c.organization_id = (SELECT CAST(? AS text))
                            THEN c.%s ELSE %s END AS %1$s""";

    private static final String RECORD_OF_ORGANIZATION =
            OF_ORGANIZATION.formatted("bytes", "0") + ", " + OF_ORGANIZATION.formatted("data", "NULL");

    private static final String IDENTITIES =
            page("identities", "c.id", "c.id, " + RECORD_OF_ORGANIZATION, "c.id", "c.id > ?");

    /**
     * Reads a page of identities. For each identity, reads the columns about its merge into another identity, and
     * whether the identity belongs to the requested organization.
     */
    private static final String MERGES = """
            SELECT i.id, %1$s, pg_catalog.count(*) OVER () AS found,
                (SELECT CAST(? AS text)) IS NULL OR i.organization_id = (SELECT CAST(? AS text)) AS asked
            FROM (
                SELECT i.id, i.organization_id, %1$s
                FROM roomkit.identities AS i
                WHERE i.id > ?
                ORDER BY i.id LIMIT 1000
            ) AS i
            ORDER BY i.id
            """.formatted(IdentityTable.MERGE_COLUMNS);

    private static final String ROOM_COLUMNS = "c.id, c.next_index, c.delivered_index, c.last_activity_at";

    private static final String ROOMS =
            page("rooms", ROOM_COLUMNS, ROOM_COLUMNS + ", " + RECORD_OF_ORGANIZATION, "c.id", "c.id > ?");

    private static final String BINDINGS = page(
            "bindings",
            "c.channel_id",
            "c.channel_id, c.bytes, c.data",
            "c.channel_id",
            "c.room_id = ? AND c.channel_id > ?");

    private static final String PARTICIPANTS =
            page("participants", "c.id", "c.id, c.bytes, c.data", "c.id", "c.room_id = ? AND c.id > ?");

    private static final String EVENTS_BETWEEN = "c.room_id = ? AND c.index > ? AND c.index < ?";

    private static final String EVENTS = page(
            "events", "c.index, c.payload_hash", "c.index, c.payload_hash, c.bytes, c.data", "c.index", EVENTS_BETWEEN);

    /** SQL for a page of the events in a room that belong to a person by the rules of {@link OwnRecords}. */
    private static final String OWN_EVENTS = page(
            "events",
            "c.index, c.payload_hash",
            "c.index, c.payload_hash, c.bytes, c.data",
            "c.index",
            EVENTS_BETWEEN + " AND (c.source_participant_id = ANY (CAST(? AS text[]))"
                    + " OR (c.source_participant_id IS NULL AND c.source_channel_id = ANY (CAST(? AS text[]))))");

    private static final String TASKS = ofTime("tasks");

    private static final String OBSERVATIONS = ofTime("observations");

    private static final String READ_MARKERS = """
            SELECT m.room_id, m.channel_id, m.event_index, pg_catalog.count(*) OVER () AS found
            FROM roomkit.read_markers AS m
            WHERE m.room_id = ? AND m.channel_id > ? AND m.event_index >= 0
            ORDER BY m.channel_id LIMIT 1000
            """;

    private static final String FIND_IDENTITIES = """
            SELECT i.id, i.data, 1 AS found FROM roomkit.identities AS i
            WHERE i.id = ANY (CAST(? AS text[]))
            ORDER BY i.id
            """;

    private static final String FIND_MERGES = """
            SELECT i.id, %s, 1 AS found, true AS asked FROM roomkit.identities AS i
            WHERE i.id = ANY (CAST(? AS text[])) AND i.merged_into IS NOT NULL
            ORDER BY i.id
            """.formatted(IdentityTable.MERGE_COLUMNS);

    private static final String FIND_ROOM =
            "SELECT " + ROOM_COLUMNS + ", c.data, 1 AS found FROM roomkit.rooms AS c WHERE c.id = ?";

    private static final List<Object> FIRST_ID = List.of("");

    private static final List<Object> FIRST_TIME = List.of("-infinity", "");

    private static final List<Child> CHILDREN = List.of(
            new Child(RecordKind.BINDING, BINDINGS, FIRST_ID),
            new Child(RecordKind.PARTICIPANT, PARTICIPANTS, FIRST_ID),
            new Child(RecordKind.EVENT, EVENTS, List.of(-1L)),
            new Child(RecordKind.TASK, TASKS, FIRST_TIME),
            new Child(RecordKind.OBSERVATION, OBSERVATIONS, FIRST_TIME),
            new Child(RecordKind.READ_MARKER, READ_MARKERS, FIRST_ID));

    private final Database database;

    private final StoreConnections connections;

    private final ProtectionPeople people;

    ProtectionExport(Database database, StoreConnections connections, ProtectionPeople people) {
        this.database = database;
        this.connections = connections;
        this.people = people;
    }

    private static String ofTime(String table) {
        return page(
                table,
                "c.created_at, c.id",
                "c.created_at, c.id, c.bytes, c.data",
                "c.created_at, c.id",
                "c.room_id = ? AND (c.created_at, c.id) > (CAST(? AS timestamptz), ?)");
    }

    private static String page(String table, String columns, String selected, String order, String condition) {
        return PAGE.formatted(columns, selected, order, table, condition);
    }

    void write(ExportQuery query, ExportWriter output) throws IOException {
        String id = query.id();
        switch (query.scope()) {
            case ALL, ORGANIZATION -> {
                each(
                        FIRST_ID,
                        key -> rows(RecordKind.IDENTITY, IDENTITIES, id, id, id, id, key.get(0)),
                        row -> output.write(row.requireLine()));
                each(
                        FIRST_ID,
                        key -> rows(RecordKind.IDENTITY_MERGE, MERGES, id, id, key.get(0)),
                        row -> output.write(row.requireLine()));
                each(
                        FIRST_ID,
                        key -> rows(RecordKind.ROOM, ROOMS, id, id, id, id, key.get(0)),
                        row -> writeRoom(row, null, output));
            }
            case ROOM -> {
                String roomId = Objects.requireNonNull(id);
                if (!writeRoom(roomId, null, output)) {
                    throw new RoomNotFoundException(roomId);
                }
            }
            case IDENTITY -> writePerson(Objects.requireNonNull(id), output);
        }
    }

    private void writePerson(String identityId, ExportWriter output) throws IOException {
        Set<String> identityIds = this.people.identities(identityId);
        if (identityIds.isEmpty()) {
            throw new IdentityNotFoundException(identityId);
        }
        List<Row> identities = rows(RecordKind.IDENTITY, FIND_IDENTITIES, (Object) array(identityIds));
        for (Row identity : identities) {
            output.write(identity.requireLine());
        }
        for (Row merge : rows(RecordKind.IDENTITY_MERGE, FIND_MERGES, (Object) array(identityIds))) {
            output.write(merge.requireLine());
        }
        List<String> roomIds = this.people.rooms(identityIds, "");
        while (!roomIds.isEmpty()) {
            for (String roomId : roomIds) {
                writeRoom(roomId, this.people.ownRecords(roomId, identityIds), output);
            }
            roomIds = this.people.rooms(identityIds, roomIds.get(roomIds.size() - 1));
        }
    }

    private boolean writeRoom(String roomId, @Nullable OwnRecords own, ExportWriter output) throws IOException {
        List<Row> room = rows(RecordKind.ROOM, FIND_ROOM, roomId);
        if (!room.isEmpty()) {
            writeRoom(room.get(0), own, output);
        }
        return !room.isEmpty();
    }

    /**
     * Writes a line for a room and a line for each of its records.
     *
     * @param own the rules that select the records of one person, or {@code null} to write all records of the room
     */
    private void writeRoom(Row room, @Nullable OwnRecords own, ExportWriter output) throws IOException {
        ExportLine line = room.requireLine();
        output.write((own == null) ? line : line.withoutMetadata());
        for (Child child : CHILDREN) {
            each(child.first, key -> rows(child, room, key, own), row -> {
                if (own == null || isOwn(row.requireLine(), own)) {
                    output.write(row.requireLine());
                }
            });
        }
    }

    private List<Row> rows(Child child, Row room, List<Object> key, @Nullable OwnRecords own) {
        List<Object> parameters = new ArrayList<>(room.key);
        parameters.addAll(key);
        if (child.kind != RecordKind.EVENT) {
            return rows(child.kind, child.sql, parameters.toArray());
        }
        parameters.add(room.requireLine().number("next_index"));
        if (own == null) {
            return rows(child.kind, child.sql, parameters.toArray());
        }
        parameters.add(array(own.participantIds()));
        parameters.add(array(own.channelIds()));
        return rows(child.kind, OWN_EVENTS, parameters.toArray());
    }

    /**
     * Tells whether the record in a line belongs to the person whose records are exported. Returns {@code true} for
     * every event, because the SQL selects only events of this person.
     */
    private boolean isOwn(ExportLine line, OwnRecords own) {
        RecordJson json = this.database.json();
        return switch (line.kind()) {
            case BINDING -> own.owns(json.read(line.requireData(), ChannelBinding.class));
            case PARTICIPANT -> own.owns(json.read(line.requireData(), Participant.class));
            case TASK -> own.owns(json.read(line.requireData(), Task.class));
            case OBSERVATION -> own.owns(json.read(line.requireData(), Observation.class));
            case READ_MARKER -> own.ownsChannel(line.text("channel_id"));
            case IDENTITY, IDENTITY_MERGE, ROOM, EVENT -> true;
        };
    }

    /**
     * Reads rows page by page. Passes each row to the consumer if the export includes the row. No connection is in use
     * while the consumer runs.
     */
    private static void each(List<Object> first, Function<List<Object>, List<Row>> pages, RowConsumer consumer)
            throws IOException {
        List<Row> page = pages.apply(first);
        while (!page.isEmpty()) {
            for (Row row : page) {
                if (row.line != null) {
                    consumer.accept(row);
                }
            }
            boolean last = page.size() == page.get(0).found && page.size() < ROWS;
            page = last ? List.of() : pages.apply(page.get(page.size() - 1).key);
        }
    }

    private List<Row> rows(RecordKind kind, String sql, @Nullable Object... parameters) {
        return this.connections.read(() -> this.database.list(sql, (row, number) -> mapRow(kind, row), parameters));
    }

    private static String[] array(Set<String> ids) {
        return ids.toArray(String[]::new);
    }

    private static Row mapRow(RecordKind kind, ResultSet row) throws SQLException {
        List<Object> key = switch (kind) {
            case IDENTITY, IDENTITY_MERGE, ROOM, PARTICIPANT -> List.of(row.getString("id"));
            case BINDING, READ_MARKER -> List.of(row.getString("channel_id"));
            case EVENT -> List.of(row.getLong("index"));
            case TASK, OBSERVATION ->
                List.of(Objects.requireNonNull(Rows.instant(row, "created_at")), row.getString("id"));
        };
        return new Row(key, row.getLong("found"), mapLine(kind, row));
    }

    private static @Nullable ExportLine mapLine(RecordKind kind, ResultSet row) throws SQLException {
        if (kind == RecordKind.READ_MARKER) {
            return ExportLine.readMarker(
                    row.getString("room_id"), row.getString("channel_id"), row.getLong("event_index"));
        }
        if (kind == RecordKind.IDENTITY_MERGE) {
            return mapMerge(row);
        }
        byte[] data = row.getBytes("data");
        if (data == null) {
            return null;
        }
        return switch (kind) {
            case ROOM ->
                ExportLine.room(
                        data,
                        row.getLong("next_index"),
                        row.getLong("delivered_index"),
                        Rows.instant(row, "last_activity_at"));
            case EVENT -> ExportLine.event(data, row.getLong("index"), row.getBytes("payload_hash"));
            default -> ExportLine.of(kind, data);
        };
    }

    private static @Nullable ExportLine mapMerge(ResultSet row) throws SQLException {
        Instant mergedAt = Rows.instant(row, "merged_at");
        return (mergedAt == null || !row.getBoolean("asked"))
                ? null
                : ExportLine.identityMerge(new IdentityMerge(
                        row.getString("merge_id"),
                        row.getString("merged_into"),
                        row.getString("id"),
                        mergedAt,
                        row.getString("merge_reason")));
    }

    private interface RowConsumer {

        void accept(Row row) throws IOException;
    }

    /**
     * Describes how to export a table whose rows belong to rooms.
     *
     * @param sql the SQL for the page of rows after a key
     * @param first a key that is less than all keys of the table
     */
    private record Child(RecordKind kind, String sql, List<Object> first) {}

    /**
     * Contains one row of a page.
     *
     * @param key the values by which the rows are ordered
     * @param found the number of rows that the page would have without the limit on the size of its records
     * @param line the line of the record, or {@code null} when the export does not include the record
     */
    private record Row(
            List<Object> key, long found, @Nullable ExportLine line) {

        private ExportLine requireLine() {
            return Objects.requireNonNull(this.line);
        }
    }
}
