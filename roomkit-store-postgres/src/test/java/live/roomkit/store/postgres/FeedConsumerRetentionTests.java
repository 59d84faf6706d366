package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedStart;
import live.roomkit.feed.FeedToken;
import live.roomkit.internal.feed.Lease;
import live.roomkit.room.Room;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests that nothing is deleted before a consumer group has handled it. */
class FeedConsumerRetentionTests {

    private static final String GROUP = "crm";

    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final String WAITING = """
            SELECT count(*) > 0 FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final HikariDataSource pool = Application.pool(this.database, 4, true);

    private final PostgresStore store = this.database.closing(
            PostgresStore.builder().dataSource(this.pool).feed(true).open());

    private final ChangeFeed feed = ChangeFeed.of(this.store);

    private final PostgresGroups groups = FeedGroupSteps.groups(this.pool, new SchemaName(SchemaName.DEFAULT));

    private static Instant later() {
        return Instant.now().plusSeconds(60);
    }

    private void createRooms(int from, int to) {
        IntStream.range(from, to).forEach(i -> this.store.createRoom(Room.of("room-" + i)));
    }

    /** The window is fixed, so the change of a transaction that ends meanwhile is read in the next one. */
    @Test
    void whatEndsDuringAWindowIsKeptForTheNext() throws SQLException {
        this.groups.create(GROUP, "settings", 1, this.feed::latest);
        List<Lease> held = this.groups.beat(GROUP, "one", LEASE).held();
        try (Connection open = this.database.dataSource().getConnection()) {
            open.setAutoCommit(false);
            open.createStatement().execute("""
                    INSERT INTO roomkit.changes (kind, index, created_at, room_id, key) VALUES (4, 0, now(), 'late', '')
                    """);
            createRooms(0, 10);
            FeedPage page = this.feed.read(FeedQuery.after(held.get(0).token()).limit(4));
            this.groups.inTransaction(() -> this.groups.advance(GROUP, "one", LEASE, held, page.token()));
            open.commit();
        }

        this.feed.deleteBefore(later());

        List<String> rooms = new ArrayList<>();
        FeedToken token = this.groups.beat(GROUP, "one", LEASE).held().get(0).token();
        boolean more = true;
        while (more) {
            FeedPage page = this.feed.read(FeedQuery.after(token).limit(4));
            page.changes().stream().map(Change::roomId).forEach(rooms::add);
            token = page.token();
            more = page.hasMore();
        }
        this.feed.read(FeedQuery.after(token)).changes().stream()
                .map(Change::roomId)
                .forEach(rooms::add);
        assertThat(rooms).hasSize(7).contains("late", "room-4", "room-9");
    }

    @Test
    void aGroupThatBeginsDuringADeletionReadsOn() {
        createRooms(0, 10);
        List<String> handled = new ArrayList<>();
        FeedConsumer.Builder builder =
                this.feed.consumer(GROUP).from(FeedStart.EARLIEST).onChange(change -> handled.add(change.roomId()));
        List<CompletableFuture<FeedConsumer>> starting = new ArrayList<>();

        new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult(status -> {
            assertThat(this.feed.deleteBefore(later())).isEqualTo(10);
            starting.add(CompletableFuture.supplyAsync(builder::start));
            Eventually.isTrue(() -> starting.get(0).isDone()
                    || Boolean.TRUE.equals(this.database.jdbc().queryForObject(WAITING, Boolean.class)));
        });

        try (FeedConsumer consumer = starting.get(0).join()) {
            createRooms(10, 11);
            Eventually.isTrue(() -> consumer.state().handled() == 1);
            assertThat(handled).containsExactly("room-10");
            assertThat(consumer.state().failure()).isNull();
        }
    }
}
