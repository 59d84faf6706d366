package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Recounts the counters of rooms and read markers. */
final class RoomCounts {

    private static final String WRONG_ROOMS = """
            SELECT r.id, r.event_count, r.message_count, r.last_message_index, r.next_index,
                count(e.id) AS counted, max(e.index) AS latest,
                count(e.id) FILTER (WHERE e.type = 'message' AND NOT e.blocked) AS messages,
                max(e.index) FILTER (WHERE e.type = 'message' AND NOT e.blocked) AS last_message
            FROM roomkit.rooms AS r LEFT JOIN roomkit.events AS e ON e.room_id = r.id
            WHERE CAST(? AS text) IS NULL OR r.id = ?
            GROUP BY r.id
            HAVING r.event_count <> count(e.id) OR r.next_index <= COALESCE(max(e.index), -1)
                OR r.message_count <> count(e.id) FILTER (WHERE e.type = 'message' AND NOT e.blocked)
                OR r.last_message_index
                    <> COALESCE(max(e.index) FILTER (WHERE e.type = 'message' AND NOT e.blocked), -1)
            """;

    private static final String WRONG_MARKERS = """
            SELECT m.room_id, m.channel_id, m.event_index, m.events_read, m.messages_read, r.next_index,
                count(e.id) AS counted,
                count(e.id) FILTER (WHERE e.type = 'message' AND NOT e.blocked) AS messages
            FROM roomkit.read_markers AS m
                JOIN roomkit.rooms AS r ON r.id = m.room_id
                LEFT JOIN roomkit.events AS e ON e.room_id = m.room_id AND e.index <= m.event_index
            WHERE CAST(? AS text) IS NULL OR r.id = ?
            GROUP BY m.room_id, m.channel_id, r.id
            HAVING m.events_read <> count(e.id) OR m.event_index >= r.next_index
                OR m.messages_read <> count(e.id) FILTER (WHERE e.type = 'message' AND NOT e.blocked)
            """;

    private static final String UNREAD = """
            SELECT count(*) FROM roomkit.events AS e
            WHERE e.room_id = ? AND e.index > COALESCE(
                (SELECT m.event_index FROM roomkit.read_markers AS m WHERE m.room_id = ? AND m.channel_id = ?), -1)
            """;

    private RoomCounts() {}

    /** Asserts that every counter in the database equals the recount. */
    static void assertRight(JdbcTemplate jdbc) {
        assertRight(jdbc, null);
    }

    /** Asserts that every counter of a room equals the recount. */
    static void assertRight(JdbcTemplate jdbc, @Nullable String roomId) {
        assertThat(jdbc.queryForList(WRONG_ROOMS, roomId, roomId))
                .as("rooms that count wrong")
                .isEmpty();
        assertThat(jdbc.queryForList(WRONG_MARKERS, roomId, roomId))
                .as("markers that count wrong")
                .isEmpty();
    }

    /** Returns the number of events above a marker. */
    static long unread(JdbcTemplate jdbc, String roomId, String channelId) {
        Long counted = jdbc.queryForObject(UNREAD, Long.class, roomId, roomId, channelId);
        return (counted != null) ? counted : 0;
    }
}
