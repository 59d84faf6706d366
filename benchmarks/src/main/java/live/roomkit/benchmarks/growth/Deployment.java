package live.roomkit.benchmarks.growth;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.postgres.PostgresStore;

/**
 * A schema that is filled with generated data of a given size. The first room has the most events and is called the hot
 * room. The script {@code large-dataset.sql} generates the data. Only a superuser can run the script.
 */
final class Deployment implements AutoCloseable {

    private static final String SCRIPT = "large-dataset.sql";

    private static final String TABLES = "roomkit.rooms, roomkit.events, roomkit.bindings, roomkit.participants,"
            + " roomkit.identities, roomkit.identity_addresses, roomkit.tasks, roomkit.observations,"
            + " roomkit.read_markers";

    private static final int ROOM_EVENTS = 7;

    private static final Instant BEGINNING = Instant.parse("2024-01-01T00:00:00Z");

    private final int rooms;

    private final int hotEvents;

    private final HikariDataSource pool;

    private final ConversationStore store;

    private final AtomicLong numbers = new AtomicLong();

    private Deployment(Server server, int rooms, int hotEvents) {
        this.rooms = rooms;
        this.hotEvents = hotEvents;
        this.pool = server.openPool(2);
        this.store = server.openStore(this.pool);
    }

    /**
     * Generates data in the schema of the given server. The first room gets {@code hotEvents} events, every other room
     * far fewer.
     */
    static Deployment write(Server server, int rooms, int hotEvents) throws SQLException {
        server.call(connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(server.sql(script(rooms, hotEvents)));
                connection.commit();
                connection.setAutoCommit(true);
                return statement.execute(server.sql("VACUUM (ANALYZE) " + TABLES));
            }
        });
        return new Deployment(server, rooms, hotEvents);
    }

    ConversationStore store() {
        return this.store;
    }

    int rooms() {
        return this.rooms;
    }

    int hotEvents() {
        return this.hotEvents;
    }

    /** Returns the id of the room with the given number, counted from 1. Rooms with higher numbers are newer. */
    String room(int number) {
        return String.format(Locale.ROOT, "room-%07d", number);
    }

    String hot() {
        return room(1);
    }

    /** Returns the id of the event with the given index in the room with the most events. */
    String event(int index) {
        return String.format(Locale.ROOT, "%s-event-%07d", hot(), index);
    }

    /**
     * Returns the index of an event that has replies. About half of the events in the room with the most events have a
     * lower index.
     */
    int middle() {
        return this.hotEvents / 2 - this.hotEvents / 2 % 50;
    }

    Instant createdAt(int room) {
        return BEGINNING.plus(Duration.ofMinutes(5L * room));
    }

    /** Returns the creation time of the event with the given index in the room with the most events. */
    Instant hotTime(int index) {
        return createdAt(1).plus(Duration.ofMinutes(index));
    }

    /** Returns a number that no earlier call returned. */
    long number() {
        return this.numbers.getAndIncrement();
    }

    String newId() {
        return "new-" + number();
    }

    private static String script(int rooms, int hotEvents) {
        try (InputStream script = PostgresStore.class.getResourceAsStream(SCRIPT)) {
            String text = new String(Objects.requireNonNull(script, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
            return text.replace(":rooms", "" + rooms)
                    .replace(":room_events", "" + ROOM_EVENTS)
                    .replace(":hot_events", "" + hotEvents)
                    .replace(":gap_events", "" + Math.max(100, hotEvents / 50));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        try (this.pool) {
            this.store.close();
        }
    }
}
