package live.roomkit.store.postgres;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code read_markers}. A row contains the highest index that was read in a room through a
 * channel, and the number of existing events up to that index. The number of unread events is the room's event count minus
 * that number, so counting takes constant time.
 *
 * <p>A transaction that moves a marker locks the room's row {@code FOR KEY SHARE}. A separate statement takes this lock, so
 * that the next statement counts on a snapshot that is newer than the lock. A transaction that deletes an event, or inserts
 * one below the latest index, locks the row {@code FOR UPDATE} and adjusts the numbers in the markers. An append adds an
 * event above every marker and need not adjust the numbers.
 *
 * <p>A REPEATABLE READ or SERIALIZABLE transaction keeps its old snapshot after it has waited for such a lock. In such a
 * transaction, moving a marker therefore updates the room's row, and adjusting the numbers updates all markers of the room.
 * Both fail when another transaction has updated a row since the snapshot. The first marker of a channel is a new row, which
 * an older snapshot does not show. Inserting it therefore updates the room's row at every isolation level.
 */
final class ReadMarkerTable {

    /**
     * Moves a marker to an event and stores the number of events up to it. When the indices of the room have no gaps, this
     * number follows from the index. Otherwise the statement counts events from the nearer end of the timeline.
     */
    private static final String ADVANCE_TO_EVENT = """
            INSERT INTO roomkit.read_markers AS m (room_id, channel_id, event_index, events_read)
            SELECT r.id, ?, e.index,
                CASE
                    WHEN r.event_count = r.next_index THEN e.index + 1
                    WHEN r.next_index - e.index <= e.index
                        THEN r.event_count - (
                            SELECT pg_catalog.count(*) FROM roomkit.events AS n WHERE n.room_id = r.id AND n.index > e.index)
                    ELSE (SELECT pg_catalog.count(*) FROM roomkit.events AS n WHERE n.room_id = r.id AND n.index <= e.index)
                END
            FROM roomkit.rooms AS r
                JOIN roomkit.events AS e ON e.room_id = r.id AND e.id = ?
            WHERE r.id = ?
            ON CONFLICT (room_id, channel_id) DO UPDATE
            SET event_index = EXCLUDED.event_index, events_read = EXCLUDED.events_read
            WHERE m.event_index < EXCLUDED.event_index
            RETURNING m.event_index
            """;

    private static final String ADVANCE_TO_LATEST = """
            INSERT INTO roomkit.read_markers AS m (room_id, channel_id, event_index, events_read)
            SELECT r.id, ?, r.next_index - 1, r.event_count
            FROM roomkit.rooms AS r
            WHERE r.id = ? AND r.next_index > 0
            ON CONFLICT (room_id, channel_id) DO UPDATE
            SET event_index = EXCLUDED.event_index, events_read = EXCLUDED.events_read
            WHERE m.event_index < EXCLUDED.event_index
            """;

    private static final String COUNT_UNREAD = """
            SELECT r.id, r.event_count - COALESCE(m.events_read, 0) AS unread
            FROM roomkit.rooms AS r
                LEFT JOIN roomkit.read_markers AS m ON m.room_id = r.id AND m.channel_id = ?
            WHERE r.id %s
                AND ((SELECT CAST(? AS text)) IS NULL OR r.organization_id = (SELECT CAST(? AS text)))
            """;

    private static final String COUNT_UNREAD_OF_ONE = COUNT_UNREAD.formatted("= ?");

    private static final String COUNT_UNREAD_OF_SOME = COUNT_UNREAD.formatted("= ANY (CAST(? AS text[]))");

    private static final String LIST_BY_ROOM =
            "SELECT m.channel_id, m.event_index FROM roomkit.read_markers AS m WHERE m.room_id = ?";

    private static final String COUNT_INSERTED = """
            UPDATE roomkit.read_markers AS m
            SET events_read = m.events_read + CASE WHEN m.event_index >= ? THEN 1 ELSE 0 END
            WHERE m.room_id = ? AND (m.event_index >= ? OR %s)
            """.formatted(Rows.ON_A_SNAPSHOT);

    private static final String COUNT_DELETED = """
            UPDATE roomkit.read_markers AS m
            SET events_read = m.events_read
                - (SELECT pg_catalog.count(*) FROM pg_catalog.unnest(CAST(? AS bigint[])) AS d (index)
                   WHERE d.index <= m.event_index)
            WHERE m.room_id = ? AND (m.event_index >= ? OR %s)
            """.formatted(Rows.ON_A_SNAPSHOT);

    private final Database database;

    ReadMarkerTable(Database database) {
        this.database = database;
    }

    /**
     * Moves a marker forward to an event. Returns {@code false} when the room does not have the event, or when the marker is
     * already at the index of the event or at a higher index.
     */
    boolean advanceToEvent(String roomId, String channelId, String eventId) {
        return this.database.exists(ADVANCE_TO_EVENT, channelId, eventId, roomId);
    }

    /** Moves a marker forward to the latest index. Does nothing when the room never had an event. */
    void advanceToLatest(String roomId, String channelId) {
        this.database.update(ADVANCE_TO_LATEST, channelId, roomId);
    }

    /**
     * Returns the number of unread events by room id, for the given rooms that exist. When an organization is given, leaves
     * out rooms of other organizations.
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

    /** Adjusts the markers of a room after an event was inserted below the latest index. */
    void countInserted(String roomId, long index) {
        this.database.update(COUNT_INSERTED, index, roomId, index);
    }

    void countDeleted(String roomId, List<Long> indices) {
        Long[] sorted = indices.stream().sorted().toArray(Long[]::new);
        this.database.update(COUNT_DELETED, sorted, roomId, sorted[0]);
    }
}
