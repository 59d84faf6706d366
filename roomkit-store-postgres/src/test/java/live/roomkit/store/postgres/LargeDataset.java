package live.roomkit.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A made-up deployment, written by a few statements on the server. What is in it is said in {@code large-dataset.sql}.
 *
 * @param rooms how many rooms, at least 200
 * @param roomEvents how many events an ordinary room has
 * @param hotEvents how many events the hot room has
 * @param gapEvents how many events the room with deletions once had; every tenth is gone
 */
record LargeDataset(int rooms, int roomEvents, int hotEvents, int gapEvents) {

    /** Large enough for a plan that reads too much to be seen, with more than a million events. */
    static final LargeDataset LARGE = new LargeDataset(100_000, 7, 300_000, 20_000);

    /** Just enough for every operation to find something. */
    static final LargeDataset SMALL = new LargeDataset(200, 7, 400, 100);

    private static final String SCRIPT = "large-dataset.sql";

    private static final Instant BEGINNING = Instant.parse("2024-01-01T00:00:00Z");

    /** Fills the empty tables of a schema, then has the server look at them as its autovacuum would. */
    void writeTo(DataSource dataSource, String schema) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // Vacuum marks a page as visible to all only after the commit of its rows has been flushed.
            statement.execute("SET LOCAL synchronous_commit = on");
            statement.execute(new SchemaName(schema).replace(script()));
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("VACUUM (ANALYZE)");
        }
    }

    /** Fills the counters of messages, which the script leaves at zero. */
    void countMessages(JdbcTemplate jdbc) {
        jdbc.update("""
                UPDATE roomkit.rooms AS r SET message_count = e.messages, last_message_index = e.latest
                FROM (
                    SELECT room_id, count(*) AS messages, max(index) AS latest FROM roomkit.events
                    WHERE type = 'message' AND NOT blocked GROUP BY room_id
                ) AS e
                WHERE r.id = e.room_id
                """);
        jdbc.update("""
                UPDATE roomkit.read_markers AS m SET messages_read = (
                    SELECT count(*) FROM roomkit.events AS e
                    WHERE e.room_id = m.room_id AND e.index <= m.event_index AND e.type = 'message' AND NOT e.blocked)
                """);
    }

    /** A room by its number, 1 to {@link #rooms}: the higher, the newer. */
    String room(int number) {
        return String.format(Locale.ROOT, "room-%07d", number);
    }

    String hotRoom() {
        return room(1);
    }

    String gapRoom() {
        return room(2);
    }

    String event(String roomId, int index) {
        return String.format(Locale.ROOT, "%s-event-%07d", roomId, index);
    }

    /** When a room was created. */
    Instant createdAt(int room) {
        return BEGINNING.plus(Duration.ofMinutes(5L * room));
    }

    /** When an event of the hot room happened. */
    Instant hotTime(int index) {
        return createdAt(1).plus(Duration.ofMinutes(index));
    }

    private String script() {
        try (InputStream script = LargeDataset.class.getResourceAsStream(SCRIPT)) {
            String text = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
            return text.replace(":rooms", "" + this.rooms)
                    .replace(":room_events", "" + this.roomEvents)
                    .replace(":hot_events", "" + this.hotEvents)
                    .replace(":gap_events", "" + this.gapEvents);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
