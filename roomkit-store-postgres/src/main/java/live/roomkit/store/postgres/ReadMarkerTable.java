package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.internal.feed.ChangeKind;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code read_markers}. A row contains the highest event index that was read in a room
 * through a channel, the number of existing events up to that index, and the number of messages among these events. The
 * number of unread events is the room's event count minus the marker's number of events, so counting takes constant
 * time. The number of unread messages is the room's message count minus the marker's number of messages.
 *
 * <p>A transaction locks a marker's row in a separate statement before it moves the marker. The snapshot of the next
 * statement, which counts the events, is therefore newer than the lock. A transaction that deletes an event, inserts an
 * event below the latest index, or changes whether an event is a message, locks all markers of the room before it
 * adjusts their numbers. When one transaction moves a marker of a room and another adjusts the numbers of the room's
 * markers, one of them therefore waits for the other. Afterwards, the moved marker has the right numbers. An append
 * adds an event with a higher index than every marker, and need not adjust the numbers. An append that also moves a
 * marker need not lock the marker first, because the append has already locked the room's row by updating it. A
 * transaction that adjusts the numbers of markers must lock the room's row before the markers, and therefore waits for
 * the append.
 *
 * <p>A REPEATABLE READ or SERIALIZABLE transaction keeps its old snapshot after it has waited for a lock. At these
 * isolation levels, moving a marker therefore updates the room's row. A transaction at these levels fails when it
 * updates the room's row or a marker that another transaction has updated since the snapshot. The first marker of a
 * channel in a room is inserted as a new row. A transaction whose snapshot is older than this row does not see the row,
 * and could not adjust the numbers in the row. A transaction that inserts a marker therefore updates the room's row at
 * every isolation level. The transaction with the older snapshot then fails when it locks the room's row.
 */
final class ReadMarkerTable {

    /**
     * SQL expression for the number of events up to the index {@code t.index}. When the indices of the room's events
     * have no gaps, this number is the index plus one. When indices are missing, the SQL counts events from the
     * beginning or from the end of the room, whichever is nearer to the index.
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
     * SQL expression for the number of messages up to the index {@code t.index}. For an index at or after the last
     * message, the number is the room's message count. When all events are messages and their indices have no gaps, the
     * number is the index plus one. In other cases, the SQL counts only the messages between {@code t.index} and either
     * the last message or the current marker {@code k} of the channel, whichever is nearer. The row of the room
     * contains the number of messages up to the last message, and the row of the marker contains the number of messages
     * up to the marker.
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

    private static final Recorded ADVANCE_TO_EVENT =
            moving(MOVE_TO_EVENT.formatted(EVENTS_UP_TO, MESSAGES_UP_TO, "", MOVE.formatted("<")));

    /**
     * Moves a read marker back to the index before an event. Does nothing when the channel has no marker, because
     * without a marker every event is unread.
     */
    private static final Recorded SET_BACK_BEFORE_EVENT = moving(MOVE_TO_EVENT.formatted(
            EVENTS_UP_TO, MESSAGES_UP_TO, " - 1", "    AND k.event_index IS NOT NULL\n" + MOVE.formatted(">")));

    private static final Recorded ADVANCE_TO_LATEST = moving("""
            INSERT INTO roomkit.read_markers AS m (room_id, channel_id, event_index, events_read, messages_read)
            SELECT r.id, ?, r.next_index - 1, r.event_count, r.message_count
            FROM roomkit.rooms AS r
            WHERE r.id = ? AND r.next_index > 0
            %s""".formatted(MOVE.formatted("<")));

    private static final String COUNT_UNREAD = """
            SELECT r.id, r.event_count - COALESCE(m.events_read, 0) AS unread
            FROM roomkit.rooms AS r
                LEFT JOIN roomkit.read_markers AS m ON m.room_id = r.id AND m.channel_id = ?
            WHERE r.id %s
                AND ((SELECT CAST(? AS text)) IS NULL OR r.organization_id = (SELECT CAST(? AS text)))
            """;

    private static final String COUNT_UNREAD_OF_ONE = COUNT_UNREAD.formatted("= ?");

    private static final String COUNT_UNREAD_OF_SOME = COUNT_UNREAD.formatted("= ANY (CAST(? AS text[]))");

    /**
     * Number of elements that the planner assumes for a list parameter in a generic plan. With a shorter list, the
     * planner would estimate that a plan for this list alone is cheaper than the generic plan, and would plan the
     * statement at each execution. Shorter lists are therefore filled up to this number.
     */
    private static final int EXPECTED = 10;

    private static final String LIST_BY_ROOM =
            "SELECT m.channel_id, m.event_index FROM roomkit.read_markers AS m WHERE m.room_id = ? AND m.event_index >= 0";

    private static final String LOCK_ALL = """
            SELECT pg_catalog.count(*) FROM (
                SELECT 1 FROM roomkit.read_markers AS m WHERE m.room_id = ? FOR NO KEY UPDATE
            ) AS m
            """;

    private static final String COUNT = """
            UPDATE roomkit.read_markers AS m
            SET events_read = m.events_read + ?, messages_read = m.messages_read + ?
            WHERE m.room_id = ? AND m.event_index >= ?
            """;

    private static final String UP_TO_MARKER = """
            (SELECT pg_catalog.count(*) FROM pg_catalog.unnest(CAST(? AS bigint[])) AS d (index)
                   WHERE d.index <= m.event_index)""";

    private static final String COUNT_DELETED = """
            UPDATE roomkit.read_markers AS m
            SET events_read = m.events_read - %1$s,
                messages_read = m.messages_read - %1$s
            WHERE m.room_id = ? AND m.event_index >= ?
            """.formatted(UP_TO_MARKER);

    private final Database database;

    ReadMarkerTable(Database database) {
        this.database = database;
    }

    private static Recorded moving(String sql) {
        return Recorded.ofRecord(ChangeKind.MARKER_MOVED, "m.channel_id", "m.event_index", sql);
    }

    /**
     * Moves a marker forward to an event. Returns {@code false} when the room does not have the event, or when the
     * marker is already at the index of the event or at a higher index.
     */
    boolean advanceToEvent(String roomId, String channelId, String eventId) {
        return this.database.exists(ADVANCE_TO_EVENT, channelId, eventId, channelId, roomId);
    }

    /**
     * Moves a marker back to the index before an event. Returns {@code false} when the room does not have the event,
     * when the channel has no marker in the room, or when the marker is already before the event.
     */
    boolean setBackBeforeEvent(String roomId, String channelId, String eventId) {
        return this.database.exists(SET_BACK_BEFORE_EVENT, channelId, eventId, channelId, roomId);
    }

    /** Moves a marker forward to the latest index. Does nothing when the room never had an event. */
    void advanceToLatest(String roomId, String channelId) {
        this.database.exists(ADVANCE_TO_LATEST, channelId, roomId);
    }

    /**
     * Returns the number of unread events by room id, for the given rooms that exist. When an organization is given,
     * the result contains only rooms of this organization.
     */
    Map<String, Long> countUnread(String channelId, Collection<String> roomIds, @Nullable String organizationId) {
        Map<String, Long> counts = new HashMap<>();
        boolean one = roomIds.size() == 1;
        this.database.each(
                one ? COUNT_UNREAD_OF_ONE : COUNT_UNREAD_OF_SOME,
                row -> counts.put(row.getString("id"), row.getLong("unread")),
                channelId,
                one ? roomIds.iterator().next() : repeated(roomIds),
                organizationId,
                organizationId);
        return counts;
    }

    /**
     * Returns the ids, and repeats the first id until there are at least {@value #EXPECTED} elements, so that the
     * server can reuse a plan.
     */
    private static String[] repeated(Collection<String> roomIds) {
        List<String> ids = new ArrayList<>(roomIds);
        while (!ids.isEmpty() && ids.size() < EXPECTED) {
            ids.add(ids.get(0));
        }
        return ids.toArray(String[]::new);
    }

    Map<String, Long> listByRoom(String roomId) {
        Map<String, Long> markers = new HashMap<>();
        this.database.each(
                LIST_BY_ROOM, row -> markers.put(row.getString("channel_id"), row.getLong("event_index")), roomId);
        return Collections.unmodifiableMap(markers);
    }

    /**
     * Adjusts the numbers in the read markers of a room after an event was inserted below the latest index, became a
     * message, or stopped being a message.
     *
     * @param events 1 when an event was inserted, 0 when an event was changed
     * @param messages the change of the number of messages: 1, 0 or -1
     */
    void count(String roomId, long index, int events, int messages) {
        this.database.exists(LOCK_ALL, roomId);
        this.database.update(COUNT, events, messages, roomId, index);
    }

    /**
     * Adjusts the numbers in the read markers of a room after events were deleted.
     *
     * @param events the indices of all deleted events
     * @param messages the indices of those deleted events that were messages
     */
    void countDeleted(String roomId, List<Long> events, List<Long> messages) {
        this.database.exists(LOCK_ALL, roomId);
        this.database.update(
                COUNT_DELETED,
                events.toArray(Long[]::new),
                messages.toArray(Long[]::new),
                roomId,
                Collections.min(events));
    }
}
