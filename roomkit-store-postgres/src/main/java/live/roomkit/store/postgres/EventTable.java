package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import live.roomkit.event.ChannelData;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventPage;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code events}, which has a row for each event. {@link AppendStatements} contains the
 * statements that insert rows. {@link EventChange} runs the statements that change and delete rows.
 *
 * <p>The index of an event is stored in a column and not in the JSON of the event. The hash of the payload is written
 * with the event. No update changes the hash, but an erasure removes it. Before a transaction deletes events of a room,
 * the transaction locks the row of the room {@code FOR UPDATE}.
 *
 * <p>A statement with a list of event ids or idempotency keys looks up each of them by a lateral join. Without the
 * lateral join the planner, which does not know the size of a room, might choose to read all events of the room.
 */
final class EventTable {

    /**
     * SQL condition that is true for messages that were not blocked. The table {@code events} has the alias {@code e}.
     */
    static final String IS_MESSAGE = "e.type = 'message' AND NOT e.blocked";

    static final String COLUMNS = "e.index, e.data";

    private static final String PAGE_COLUMNS = "e.index, e.bytes, e.data";

    static final String FIND_BY_ID = "SELECT " + COLUMNS + " FROM roomkit.events AS e WHERE e.room_id = ? AND e.id = ?";

    private static final String LOCK = "SELECT " + IS_MESSAGE + " AS message, " + COLUMNS
            + " FROM roomkit.events AS e WHERE e.room_id = ? AND e.id = ? FOR NO KEY UPDATE";

    static final String FIND_BY_KEY =
            "SELECT " + COLUMNS + " FROM roomkit.events AS e WHERE e.room_id = ? AND e.idempotency_key = ?";

    private static final String FIND_IN_ANY_ROOM =
            "SELECT " + COLUMNS + " FROM roomkit.events AS e WHERE e.id = ? ORDER BY e.room_id LIMIT 1";

    private static final String FIND_IN_ORGANIZATION = "SELECT " + COLUMNS + """
                     FROM roomkit.events AS e
                    WHERE e.id = ?
                        AND %s
                    ORDER BY e.room_id LIMIT 1
                    """.formatted(Rows.inOrganization("e"));

    private static final String FIND_PAYLOAD_BY_ID = "SELECT e.payload_hash, e.append_id, " + COLUMNS
            + " FROM roomkit.events AS e WHERE e.room_id = ? AND e.id = ?";

    private static final String FIND_PAYLOAD_BY_KEY = "SELECT e.payload_hash, e.append_id, " + COLUMNS
            + " FROM roomkit.events AS e WHERE e.room_id = ? AND e.idempotency_key = ?";

    private static final String FIND_INDEX_OF_CALL =
            "SELECT e.index FROM roomkit.events AS e WHERE e.room_id = ? AND e.id = ? AND e.append_id = ?";

    private static final String EXISTS = "SELECT 1 FROM roomkit.events AS e WHERE e.room_id = ? AND e.id = ?";

    private static final String EXISTS_BY_KEY =
            "SELECT 1 FROM roomkit.events AS e WHERE e.room_id = ? AND e.idempotency_key = ?";

    private static final String FIND_USED = """
            SELECT n.position, k.used IS NOT NULL AS key_used, i.used IS NOT NULL AS id_used
            FROM ROWS FROM (pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS text[]))) WITH ORDINALITY AS n (id, key, position)
            LEFT JOIN LATERAL (
                SELECT 1 AS used FROM roomkit.events AS e
                WHERE e.room_id = ? AND e.idempotency_key = n.key LIMIT 1
            ) AS k ON true
            LEFT JOIN LATERAL (
                SELECT 1 AS used FROM roomkit.events AS e WHERE e.room_id = ? AND e.id = n.id LIMIT 1
            ) AS i ON true
            WHERE k.used IS NOT NULL OR i.used IS NOT NULL
            """;

    private static final String SUMMARIZE_THREADS = """
            SELECT k.parent_event_id, s.reply_count, s.last_reply_at
            FROM pg_catalog.unnest(CAST(? AS text[])) AS k (parent_event_id) CROSS JOIN LATERAL (
                SELECT pg_catalog.count(*) AS reply_count, pg_catalog.max(e.created_at) AS last_reply_at
                FROM roomkit.events AS e
                WHERE e.room_id = ? AND e.parent_event_id = k.parent_event_id AND NOT e.blocked
            ) AS s
            WHERE s.reply_count > 0
            """;

    private static final Recorded UPDATE = Recorded.ofRecord(ChangeKind.EVENT_CHANGED, "e.id", "e.index", """
            UPDATE roomkit.events AS e
            SET type = ?, visibility = ?, source_channel_id = ?, source_channel_type = ?, source_participant_id = ?,
                parent_event_id = ?, correlation_id = ?, idempotency_key = ?, bytes = ?%s%s%s, blocked = ?,
                data = (e.data - CAST(? AS text[]))
                    || (CAST(? AS jsonb) - CAST('{created_at,source,channel_data}' AS text[]))
                    || (%s
                        || %s)
            WHERE e.room_id = ? AND e.id = ? AND (%s) = ?
            RETURNING %s
            """.formatted(
                    Rows.bytesKept("e", RoomEvent.class),
                    Rows.bytesKept("e", "source", EventSource.class),
                    Rows.bytesKept("e", "channel_data", ChannelData.class),
                    Rows.merged("e", "source", "CAST(? AS jsonb)"),
                    Rows.merged("e", "channel_data", "CAST(? AS jsonb)"),
                    IS_MESSAGE,
                    COLUMNS));

    private static final String LOCK_REPLIES = """
            SELECT 1 FROM roomkit.events AS e
            WHERE e.room_id = ? AND e.parent_event_id = ? ORDER BY e.index FOR NO KEY UPDATE
            """;

    private static final String FIND_LOCKED_REPLY = """
            WITH free AS MATERIALIZED (
                SELECT e.index FROM roomkit.events AS e
                WHERE e.room_id = ? AND e.parent_event_id = ? FOR NO KEY UPDATE SKIP LOCKED
            )
            SELECT 1 FROM roomkit.events AS e
            WHERE e.room_id = ? AND e.parent_event_id = ? AND e.index NOT IN (SELECT f.index FROM free AS f) LIMIT 1
            """;

    private static final String DELETE = """
            DELETE FROM roomkit.events AS e WHERE e.room_id = ? AND %s
            RETURNING e.id, e.index, %s AS message
            """;

    private static final Recorded DELETE_ONE = deleting("e.id = ?");

    private static final Recorded DELETE_REPLIES = deleting("e.parent_event_id = ?");

    /**
     * JSON keys that an update of an event replaces. The update keeps the creation time, and merges the new
     * {@code source} and {@code channel_data} with the stored ones.
     */
    private static final String[] REPLACED_KEYS = RecordJson.keys(RoomEvent.class).stream()
            .filter(key -> !Set.of("created_at", "source", "channel_data").contains(key))
            .toArray(String[]::new);

    private static final String[] SOURCE_KEYS =
            RecordJson.keys(EventSource.class).toArray(String[]::new);

    private static final String[] CHANNEL_DATA_KEYS =
            RecordJson.keys(ChannelData.class).toArray(String[]::new);

    private final Database database;

    EventTable(Database database) {
        this.database = database;
    }

    private static Recorded deleting(String condition) {
        return Recorded.ofRecord(ChangeKind.EVENT_DELETED, "e.id", "e.index", DELETE.formatted(condition, IS_MESSAGE));
    }

    Optional<RoomEvent> findById(String roomId, String eventId) {
        return this.database.first(FIND_BY_ID, this::mapRow, roomId, eventId);
    }

    Optional<Locked> lock(String roomId, String eventId) {
        return this.database.first(
                LOCK, (row, number) -> new Locked(mapRow(row, number), row.getBoolean("message")), roomId, eventId);
    }

    void lockReplies(String roomId, String eventId) {
        this.database.exists(LOCK_REPLIES, roomId, eventId);
    }

    /** Locks the replies to an event without waiting. Returns whether another transaction has locked one of them. */
    boolean isReplyLocked(String roomId, String eventId) {
        return this.database.exists(FIND_LOCKED_REPLY, roomId, eventId, roomId, eventId);
    }

    Optional<RoomEvent> findByKey(String roomId, String idempotencyKey) {
        return this.database.first(FIND_BY_KEY, this::mapRow, roomId, idempotencyKey);
    }

    Optional<RoomEvent> findInAnyRoom(String eventId, @Nullable String organizationId) {
        return (organizationId == null)
                ? this.database.first(FIND_IN_ANY_ROOM, this::mapRow, eventId)
                : this.database.first(FIND_IN_ORGANIZATION, this::mapRow, eventId, organizationId);
    }

    Optional<Stored> findPayloadById(String roomId, String eventId) {
        return this.database.first(FIND_PAYLOAD_BY_ID, this::mapStored, roomId, eventId);
    }

    Optional<Stored> findPayloadByKey(String roomId, String idempotencyKey) {
        return this.database.first(FIND_PAYLOAD_BY_KEY, this::mapStored, roomId, idempotencyKey);
    }

    /**
     * Returns the index of the stored event that has the event id and the append id of {@code row}. An earlier attempt
     * of the same append call wrote this event.
     */
    Optional<Long> findIndexOfCall(EventRow row) {
        return this.database.first(
                FIND_INDEX_OF_CALL, (found, number) -> found.getLong(1), row.roomId(), row.id(), row.appendId());
    }

    boolean exists(String roomId, String eventId) {
        return this.database.exists(EXISTS, roomId, eventId);
    }

    boolean existsByKey(String roomId, String idempotencyKey) {
        return this.database.exists(EXISTS_BY_KEY, roomId, idempotencyKey);
    }

    /** Returns the given events whose id or idempotency key already occurs in the room. */
    List<Used> findUsed(String roomId, List<EventRow> rows) {
        return this.database.list(
                FIND_USED,
                EventTable::mapUsed,
                EventRow.texts(rows, EventRow::id),
                EventRow.texts(rows, EventRow::key),
                roomId,
                roomId);
    }

    boolean isAnyKeyUsed(String roomId, @Nullable String[] keys) {
        return this.database.exists(FIND_USED, new String[0], keys, roomId, roomId);
    }

    /**
     * Returns the events of a page in ascending order of their indices, even when the SQL reads the newest events
     * first.
     */
    List<RoomEvent> list(EventQuery query) {
        EventConditions conditions = EventConditions.of(query, query.limit());
        return ascending(
                conditions,
                this.database.page(pageSql(conditions), query.limit(), this::mapRow, conditions.parameters()));
    }

    /**
     * Returns a page with as many events as the limit of the query and the store's {@code maxPageSize} allow. The SQL
     * reads one event more than the limit of the query, to find out whether further events follow.
     */
    EventPage page(EventQuery query) {
        EventConditions conditions = EventConditions.of(query, query.limit() + 1);
        Database.Page<RoomEvent> page =
                this.database.fitting(pageSql(conditions), query.limit() + 1, this::mapRow, conditions.parameters());
        List<RoomEvent> events = page.rows().subList(0, Math.min(page.rows().size(), query.limit()));
        return new EventPage(ascending(conditions, events), page.count() > events.size());
    }

    private static Database.PageSql pageSql(EventConditions conditions) {
        return new Database.PageSql(
                "e",
                conditions.order(),
                "SELECT e.index, ",
                " FROM (" + conditions.sql(PAGE_COLUMNS) + ") AS e ORDER BY " + conditions.order());
    }

    private static List<RoomEvent> ascending(EventConditions conditions, List<RoomEvent> events) {
        if (!conditions.descending()) {
            return events;
        }
        List<RoomEvent> ascending = new ArrayList<>(events);
        Collections.reverse(ascending);
        return Collections.unmodifiableList(ascending);
    }

    long count(String roomId, EventFilter filter) {
        EventConditions conditions = EventConditions.of(
                EventQuery.builder(roomId).filter(filter).build(),
                EventQuery.of(roomId).limit());
        return this.database
                .listBuilt(conditions.countSql(), (row, number) -> row.getLong(1), conditions.countParameters())
                .get(0);
    }

    Map<String, ThreadSummary> summarizeThreads(String roomId, Collection<String> rootIds) {
        Map<String, ThreadSummary> summaries = new HashMap<>();
        this.database.each(
                SUMMARIZE_THREADS,
                row -> summaries.put(
                        row.getString("parent_event_id"),
                        new ThreadSummary(
                                row.getLong("reply_count"),
                                Objects.requireNonNull(Rows.instant(row, "last_reply_at")))),
                rootIds.toArray(String[]::new),
                roomId);
        return Collections.unmodifiableMap(summaries);
    }

    /**
     * Updates an event. Updates nothing and returns empty when the event is not stored, or when {@code wasMessage}
     * excludes the stored event.
     *
     * @param wasMessage {@code true} to update the stored event only if it is a message that was not blocked;
     *     {@code false} to update it only if it is not such a message
     */
    Optional<RoomEvent> update(RoomEvent event, boolean wasMessage) {
        Jsonb json = this.database.jsonb(event);
        return this.database.first(
                UPDATE,
                this::mapRow,
                event.type().value(),
                event.visibility(),
                event.source().channelId(),
                event.source().channelType().value(),
                event.source().participantId(),
                event.parentEventId(),
                event.correlationId(),
                event.idempotencyKey(),
                json.bytes(),
                event.status() == EventStatus.BLOCKED,
                REPLACED_KEYS,
                json,
                SOURCE_KEYS,
                json,
                CHANNEL_DATA_KEYS,
                json,
                event.roomId(),
                event.id(),
                wasMessage);
    }

    /**
     * Deletes an event and, if {@code withReplies}, its direct replies. Returns the event first, then the replies by
     * index.
     */
    List<Deleted> delete(String roomId, String eventId, boolean withReplies) {
        List<Deleted> deleted =
                new ArrayList<>(this.database.list(DELETE_ONE, EventTable::mapDeleted, roomId, eventId));
        if (withReplies && !deleted.isEmpty()) {
            this.database.list(DELETE_REPLIES, EventTable::mapDeleted, roomId, eventId).stream()
                    .sorted(Comparator.comparingLong(Deleted::index))
                    .forEach(deleted::add);
        }
        return deleted;
    }

    private RoomEvent mapRow(ResultSet row, int number) throws SQLException {
        return this.database.json().readEvent(row.getBytes("data"), row.getLong("index"));
    }

    private Stored mapStored(ResultSet row, int number) throws SQLException {
        return new Stored(mapRow(row, number), row.getBytes("payload_hash"), row.getObject("append_id", Long.class));
    }

    private static Used mapUsed(ResultSet row, int number) throws SQLException {
        return new Used(row.getInt("position") - 1, row.getBoolean("key_used"), row.getBoolean("id_used"));
    }

    private static Deleted mapDeleted(ResultSet row, int number) throws SQLException {
        return new Deleted(row.getString("id"), row.getLong("index"), row.getBoolean("message"));
    }

    /**
     * Contains a stored event with the columns that identify the call that added the event.
     *
     * @param payloadHash the hash of the payload that the event was added with, or {@code null} when the event was
     *     erased
     * @param appendId the append id of the call that added the event, or {@code null} when no append method added the
     *     event, for example when it was imported
     */
    record Stored(
            RoomEvent event,
            byte @Nullable [] payloadHash,
            @Nullable Long appendId) {}

    /**
     * An event that cannot be added, because its id or idempotency key occurs in the room already.
     *
     * @param position the position of the event in the list of events to add, counted from 0
     * @param key whether the room has an event with the same idempotency key
     * @param id whether the room has an event with the same id
     */
    record Used(int position, boolean key, boolean id) {}

    /**
     * An event whose row is locked.
     *
     * @param message whether the event is a message that was not blocked
     */
    record Locked(RoomEvent event, boolean message) {}

    /**
     * The id and the former index of a deleted event.
     *
     * @param message whether the event was a message that was not blocked
     */
    record Deleted(String id, long index, boolean message) {}
}
