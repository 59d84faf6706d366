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

/** A made-up deployment of some size; what is in it is said in {@code large-dataset.sql}. Writing it takes a superuser. */
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

    /** Writes one with so many rooms, and so many events in its first room, into a schema of its own. */
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

    /** A room by its number, from 1: the higher, the newer. */
    String room(int number) {
        return String.format(Locale.ROOT, "room-%07d", number);
    }

    /** The room with very many events. */
    String hot() {
        return room(1);
    }

    /** An event of the hot room. */
    String event(int index) {
        return String.format(Locale.ROOT, "%s-event-%07d", hot(), index);
    }

    /** An index in the middle of the hot room, which the first of a thread of replies has. */
    int middle() {
        return this.hotEvents / 2 - this.hotEvents / 2 % 50;
    }

    /** When a room was created. */
    Instant createdAt(int room) {
        return BEGINNING.plus(Duration.ofMinutes(5L * room));
    }

    /** When an event of the hot room happened. */
    Instant hotTime(int index) {
        return createdAt(1).plus(Duration.ofMinutes(index));
    }

    /** A number that was not given before. */
    long number() {
        return this.numbers.getAndIncrement();
    }

    /** An id that was not given before. */
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
