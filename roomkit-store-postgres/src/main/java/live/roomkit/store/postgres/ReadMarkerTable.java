package live.roomkit.store.postgres;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the SQL of the table {@code read_markers}. A row holds the highest index read in a room through a channel, and
 * the numbers of existing events and of messages at or below that index. The unread events are the room's event count
 * minus the first number, the unread messages its message count minus the second, whatever the backlog.
 *
 * <p>A writer of a marker holds the room's row {@code FOR KEY SHARE}. A statement of its own takes that lock, so that
 * the count uses a snapshot that is not older than the lock. A writer that deletes or inserts in the middle of the
 * timeline, or changes whether an event is a message, holds the row {@code FOR UPDATE} and adjusts the counts. Appends are above every marker and need neither
 * lock nor adjustment.
 *
 * <p>In a transaction that works on a snapshot these locks do not reveal earlier changes. There a writer of a marker
 * touches the room instead, and a writer that adjusts the counts writes all markers of the room. Each of them fails on
 * a row that was changed since the snapshot. The snapshot does not show a marker inserted since, so the writer of a
 * channel's first marker touches the room at any isolation.
 */
final class ReadMarkerTable {

    /**
     * Counts the events up to the index {@code t.index} without a scan when nothing is missing from the timeline. Otherwise
     * it counts from the nearer end.
     */
    private static final String EVENTS_UP_TO = """
            CASE
                    WHEN r.event_count = r.next_index THEN t.index + 1
                    WHEN r.next_index - t.index <= t.index
                        THEN r.event_count - (
                            SELECT pg_catalog.count(*) FROM roomkit.events AS e WHERE e.room_id = r.id AND e.index > t.index)
                    ELSE (SELECT pg_catalog.count(*) FROM roomkit.events AS e WHERE e.room_id = r.id AND e.index <= t.index)
                END""";

    /**
     * Counts the messages up to the index {@code t.index} without a scan from the last message on, and when all events are
     * messages and none is missing. Otherwise it counts from the last message or from the channel's present marker
     * {@code k}, whichever is nearer.
     */
    private static final String MESSAGES_UP_TO = """
            CASE
                    WHEN t.index >= r.last_message_index THEN r.message_count
                    WHEN r.message_count = r.next_index THEN t.index + 1
                    WHEN r.last_message_index - t.index <= pg_catalog.abs(t.index - COALESCE(k.event_index, -1))
                        THEN r.message_count - (
                            SELECT pg_catalog.count(*) FROM roomkit.events AS e
                            WHERE e.room_id = r.id AND e.index > t.index AND e.index <= r.last_message_index AND %1$s)
                    WHEN t.index >= COALESCE(k.event_index, -1)
                        THEN COALESCE(k.messages_read, 0) + (
                            SELECT pg_catalog.count(*) FROM roomkit.events AS e
                            WHERE e.room_id = r.id AND e.index > COALESCE(k.event_index, -1) AND e.index <= t.index
                                AND %1$s)
                    ELSE k.messages_read - (
                        SELECT pg_catalog.count(*) FROM roomkit.events AS e
                        WHERE e.room_id = r.id AND e.index > t.index AND e.index <= k.event_index AND %1$s)
                END""".formatted(EventTable.IS_MESSAGE);

    private static final String MOVE = """
            ON CONFLICT (room_id, channel_id) DO UPDATE
            SET event_index = EXCLUDED.event_index, events_read = EXCLUDED.events_read,
                messages_read = EXCLUDED.messages_read
            WHERE m.event_index %s EXCLUDED.event_index
            RETURNING m.event_index
            """;

    private static final String MOVE_TO_EVENT = """
            INSERT INTO roomkit.read_markers AS m (room_id, channel_id, event_index, events_read, messages_read)
            SELECT r.id, ?, t.index, %1$s, %2$s
            FROM roomkit.rooms AS r
                CROSS JOIN LATERAL (
                    SELECT n.index%3$s AS index FROM roomkit.events AS n WHERE n.room_id = r.id AND n.id = ? LIMIT 1) AS t
                LEFT JOIN roomkit.read_markers AS k ON k.room_id = r.id AND k.channel_id = ?
            WHERE r.id = ?
            %4$s""";

    private static final String ADVANCE_TO_EVENT =
            MOVE_TO_EVENT.formatted(EVENTS_UP_TO, MESSAGES_UP_TO, "", MOVE.formatted("<"));

    /** Moves only a marker that exists: without one the event is unread already. */
    private static final String SET_BACK_BEFORE_EVENT = MOVE_TO_EVENT.formatted(
            EVENTS_UP_TO, MESSAGES_UP_TO, " - 1", "    AND k.event_index IS NOT NULL\n" + MOVE.formatted(">"));

    private static final String ADVANCE_TO_LATEST = """
            INSERT INTO roomkit.read_markers AS m (room_id, channel_id, event_index, events_read, messages_read)
            SELECT r.id, ?, r.next_index - 1, r.event_count, r.message_count
            FROM roomkit.rooms AS r
            WHERE r.id = ? AND r.next_index > 0
            %s""".formatted(MOVE.formatted("<"));

    private static final String COUNT_UNREAD = """
            SELECT r.id, r.event_count - COALESCE(m.events_read, 0) AS unread
            FROM roomkit.rooms AS r
                LEFT JOIN roomkit.read_markers AS m ON m.room_id = r.id AND m.channel_id = ?
            WHERE r.id %s
                AND ((SELECT CAST(? AS text)) IS NULL OR r.organization_id = (SELECT CAST(? AS text)))
            """;

    private static final String COUNT_UNREAD_OF_ONE = COUNT_UNREAD.formatted("= ?");

    private static final String COUNT_UNREAD_OF_SOME =
            COUNT_UNREAD.formatted("= ANY (ARRAY(SELECT pg_catalog.unnest(CAST(? AS text[]))))");

    private static final String LIST_BY_ROOM =
            "SELECT m.channel_id, m.event_index FROM roomkit.read_markers AS m WHERE m.room_id = ? AND m.event_index >= 0";

    private static final String COUNT = """
            UPDATE roomkit.read_markers AS m
            SET events_read = m.events_read + CASE WHEN m.event_index >= ? THEN ? ELSE 0 END,
                messages_read = m.messages_read + CASE WHEN m.event_index >= ? THEN ? ELSE 0 END
            WHERE m.room_id = ? AND (m.event_index >= ? OR %s)
            """.formatted(Rows.ON_A_SNAPSHOT);

    private static final String UP_TO_MARKER = """
            (SELECT pg_catalog.count(*) FROM pg_catalog.unnest(CAST(? AS bigint[])) AS d (index)
                   WHERE d.index <= m.event_index)""";

    private static final String COUNT_DELETED = """
            UPDATE roomkit.read_markers AS m
            SET events_read = m.events_read
                - %1$s,
                messages_read = m.messages_read
                - %1$s
            WHERE m.room_id = ? AND (m.event_index >= ? OR %2$s)
            """.formatted(UP_TO_MARKER, Rows.ON_A_SNAPSHOT);

    private final Database database;

    ReadMarkerTable(Database database) {
        this.database = database;
    }

    /**
     * Moves a marker forward to an event. Returns {@code false} when the room does not have that event, or the marker
     * is at or beyond it.
     */
    boolean advanceToEvent(String roomId, String channelId, String eventId) {
        return this.database.exists(ADVANCE_TO_EVENT, channelId, eventId, channelId, roomId);
    }

    /**
     * Moves a marker back to just before an event. Returns {@code false} when the room does not have that event, or the
     * event is beyond the marker already.
     */
    boolean setBackBeforeEvent(String roomId, String channelId, String eventId) {
        return this.database.exists(SET_BACK_BEFORE_EVENT, channelId, eventId, channelId, roomId);
    }

    /** Moves a marker forward to the latest index. Does nothing when the room never had an event. */
    void advanceToLatest(String roomId, String channelId) {
        this.database.exists(ADVANCE_TO_LATEST, channelId, roomId);
    }

    /**
     * Returns the number of unread events of each of the rooms that exists, within the organization if one is given.
     */
    Map<String, Long> countUnread(String channelId, Collection<String> roomIds, @Nullable String organizationId) {
        Map<String, Long> counts = new HashMap<>();
        boolean one = roomIds.size() == 1;
        this.database.each(
                one ? COUNT_UNREAD_OF_ONE : COUNT_UNREAD_OF_SOME,
                row -> counts.put(row.getString("id"), row.getLong("unread")),
                channelId,
                one ? roomIds.iterator().next() : roomIds.toArray(String[]::new),
                organizationId,
                organizationId);
        return counts;
    }

    Map<String, Long> listByRoom(String roomId) {
        Map<String, Long> markers = new HashMap<>();
        this.database.each(
                LIST_BY_ROOM, row -> markers.put(row.getString("channel_id"), row.getLong("event_index")), roomId);
        return Collections.unmodifiableMap(markers);
    }

    /**
     * Adjusts the markers to what changed at an index below the latest one.
     *
     * @param events 1 for an event that was inserted, 0 for one that was changed
     * @param messages 1 for a message more, -1 for one less, otherwise 0
     */
    void count(String roomId, long index, int events, int messages) {
        this.database.update(COUNT, index, events, index, messages, roomId, index);
    }

    /** Adjusts the markers to events that were deleted, some of which were messages. */
    void countDeleted(String roomId, List<Long> events, List<Long> messages) {
        this.database.update(
                COUNT_DELETED,
                events.toArray(Long[]::new),
                messages.toArray(Long[]::new),
                roomId,
                Collections.min(events));
    }
}
