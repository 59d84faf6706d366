package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Plays an application with a connection pool of its own, on which it runs transactions, keeps notes and opens a store.
 * An observer on other connections sees only committed data.
 */
final class Application implements AutoCloseable {

    private final FreshDatabase database = new FreshDatabase();

    private final HikariDataSource pool;

    private final PostgresStore store;

    private final PostgresStore observer;

    Application(int connections, boolean autoCommit) {
        this.pool = pool(this.database, connections, autoCommit);
        this.store = open(this.pool);
        this.observer = open(this.database.dataSource());
        jdbc().execute("CREATE TABLE notes (text text PRIMARY KEY)");
    }

    /** Opens a pool of an application. The pool is closed with the database at the latest. */
    static HikariDataSource pool(FreshDatabase database, int connections, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setMinimumIdle(1);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(20_000);
        config.setAutoCommit(autoCommit);
        return database.closing(new HikariDataSource(config));
    }

    /** Opens a store on any DataSource of this database. */
    static PostgresStore open(DataSource dataSource) {
        return open(dataSource, Clock.systemUTC());
    }

    static PostgresStore open(DataSource dataSource, Clock clock) {
        return PostgresStore.builder()
                .dataSource(dataSource)
                .clock(clock)
                .statementTimeout(Duration.ofSeconds(20))
                .open();
    }

    static RoomEvent message(String roomId, String text) {
        return RoomEvent.message(roomId, EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of(text));
    }

    static RoomEvent keyed(String roomId, String text, String idempotencyKey) {
        return message(roomId, text).toBuilder().idempotencyKey(idempotencyKey).build();
    }

    FreshDatabase database() {
        return this.database;
    }

    HikariDataSource pool() {
        return this.pool;
    }

    PostgresStore store() {
        return this.store;
    }

    /** Opens a store that never joins the application's transactions. */
    PostgresStore observer() {
        return this.observer;
    }

    /** Runs statements of the application itself, which commit by themselves or join its transaction. */
    JdbcTemplate jdbc() {
        return new JdbcTemplate(this.pool.isAutoCommit() ? this.pool : this.database.dataSource());
    }

    TransactionTemplate transaction() {
        return transaction(TransactionDefinition.PROPAGATION_REQUIRED);
    }

    TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = new TransactionTemplate(new JdbcTransactionManager(this.pool));
        template.setPropagationBehavior(propagation);
        return template;
    }

    /** Creates and commits an empty room, and returns its id. */
    String newRoom() {
        return this.observer.createRoom(Room.of(UUID.randomUUID().toString())).id();
    }

    /** Returns the texts of the room's committed messages in their order. */
    List<String> texts(String roomId) {
        return texts(this.observer, roomId);
    }

    static List<String> texts(ConversationStore store, String roomId) {
        return store.listEvents(EventQuery.builder(roomId).limit(1_000).build()).stream()
                .map(event -> ((TextContent) event.content()).body())
                .toList();
    }

    /** Asserts that others see exactly these messages, without a gap before or between them, and matching counters. */
    void assertTimeline(String roomId, String... texts) {
        assertThat(texts(roomId)).containsExactly(texts);
        assertContiguous(roomId, texts.length);
    }

    void assertContiguous(String roomId, int count) {
        assertThat(this.observer.listEvents(
                        EventQuery.builder(roomId).limit(1_000).build()))
                .extracting(RoomEvent::index)
                .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
        Room room = this.observer.getRoom(roomId).orElseThrow();
        assertThat(room.eventCount()).isEqualTo(count);
        assertThat(room.latestIndex()).isEqualTo(count - 1);
    }

    /** Returns the number of the pool's connections in use. */
    int activeConnections() {
        return this.pool.getHikariPoolMXBean().getActiveConnections();
    }

    /** Returns the number of idle sessions within a transaction on the database. */
    int openTransactions() {
        Integer count = this.database
                .jdbc()
                .queryForObject(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = ? AND state LIKE 'idle in transaction%'",
                        Integer.class, this.database.name());
        return (count != null) ? count : -1;
    }

    /** Waits until a session on the database waits for another one. */
    void awaitBlockedSession() {
        Eventually.isTrue(() -> this.database.blockedSessions() > 0);
    }

    @Override
    public void close() {
        this.database.close();
    }
}
