package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.jdbc.core.JdbcTemplate;

/** Recounts the counters of rooms and read markers. */
final class RoomCounts {

    private static final String WRONG_ROOMS = """
            SELECT r.id, r.event_count, r.next_index, count(e.id) AS counted, max(e.index) AS latest
            FROM roomkit.rooms AS r LEFT JOIN roomkit.events AS e ON e.room_id = r.id
            GROUP BY r.id
            HAVING r.event_count <> count(e.id) OR r.next_index <= COALESCE(max(e.index), -1)
            """;

    private static final String WRONG_MARKERS = """
            SELECT m.room_id, m.channel_id, m.event_index, m.events_read, r.next_index, count(e.id) AS counted
            FROM roomkit.read_markers AS m
                JOIN roomkit.rooms AS r ON r.id = m.room_id
                LEFT JOIN roomkit.events AS e ON e.room_id = m.room_id AND e.index <= m.event_index
            GROUP BY m.room_id, m.channel_id, r.id
            HAVING m.events_read <> count(e.id) OR m.event_index >= r.next_index
            """;

    private static final String UNREAD = """
            SELECT count(*) FROM roomkit.events AS e
            WHERE e.room_id = ? AND e.index > COALESCE(
                (SELECT m.event_index FROM roomkit.read_markers AS m WHERE m.room_id = ? AND m.channel_id = ?), -1)
            """;

    private RoomCounts() {}

    /** Asserts that every counter in the database equals the recount. */
    static void assertRight(JdbcTemplate jdbc) {
        assertThat(jdbc.queryForList(WRONG_ROOMS)).as("rooms that count wrong").isEmpty();
        assertThat(jdbc.queryForList(WRONG_MARKERS))
                .as("markers that count wrong")
                .isEmpty();
    }

    /** Returns the number of events above a marker. */
    static long unread(JdbcTemplate jdbc, String roomId, String channelId) {
        Long counted = jdbc.queryForObject(UNREAD, Long.class, roomId, roomId, channelId);
        return (counted != null) ? counted : 0;
    }
}
