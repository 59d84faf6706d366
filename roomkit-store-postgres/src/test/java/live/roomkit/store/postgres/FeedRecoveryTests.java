package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.StandbyFeedException;
import live.roomkit.room.Room;
import live.roomkit.test.postgres.TestPostgres;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests that readers of the feed go on where they were after a crash of the server and after a failover. */
@ExtendWith(QuietPools.class)
class FeedRecoveryTests {

    @AutoClose
    private final TestPostgres primary = TestPostgres.startEmbedded(Durability.DURABLE);

    private final FreshDatabase database = new FreshDatabase(this.primary);

    @Test
    void tokensGoOnAfterACrash() {
        new JdbcTemplate(this.primary.dataSource()).execute("ALTER SYSTEM SET wal_writer_delay = '10s'");
        new JdbcTemplate(this.primary.dataSource()).execute("SELECT pg_reload_conf()");
        Tokens tokens;
        try (PostgresStore store = this.database.builder().feed(true).open()) {
            tokens = Tokens.of(store, this.database.dataSource());
            this.primary.kill();
        }
        this.primary.restart();

        try (PostgresStore store = this.database.builder().feed(true).open()) {
            tokens.assertGoOn(store);
        }
    }

    @Test
    void tokensGoOnAtAPromotedStandbyThatRefusesThemBefore() {
        try (TestPostgres standby = this.primary.startStandby()) {
            DataSource ofStandby = standby.dataSourceOf(this.database.name());
            Tokens tokens;
            try (PostgresStore store = this.database.builder().feed(true).open();
                    PostgresStore reader = PostgresStore.builder()
                            .dataSource(ofStandby)
                            .readOnly(true)
                            .feed(true)
                            .open()) {
                tokens = Tokens.of(store, this.database.dataSource());
                ChangeFeed feed = ChangeFeed.of(reader);
                assertThatExceptionOfType(StandbyFeedException.class)
                        .isThrownBy(() -> feed.read(FeedQuery.after(tokens.middle)))
                        .withMessageContaining("read the change feed on the primary");
                assertThatExceptionOfType(StandbyFeedException.class).isThrownBy(feed::latest);
                this.primary.kill();
            }
            standby.promote();

            try (PostgresStore store =
                    PostgresStore.builder().dataSource(ofStandby).feed(true).open()) {
                tokens.assertGoOn(store);
            }
        }
    }

    /** Holds a token within a window of ten appends, of which four were read, and one behind it. */
    private record Tokens(FeedToken middle, FeedToken end) {

        /** Takes the tokens after transactions that were rolled back, which no crash recovery knows of. */
        static Tokens of(PostgresStore store, DataSource dataSource) {
            store.createRoom(Room.of("room"));
            FeedToken start = ChangeFeed.of(store).latest();
            append(store, 10);
            FeedPage page = ChangeFeed.of(store).read(FeedQuery.after(start).limit(4));
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
            for (int i = 0; i < 20; i++) {
                transaction.executeWithoutResult(status -> {
                    new JdbcTemplate(dataSource).update("DELETE FROM roomkit.rooms");
                    status.setRollbackOnly();
                });
            }
            return new Tokens(page.token(), ChangeFeed.of(store).latest());
        }

        void assertGoOn(PostgresStore store) {
            append(store, 3);
            assertThat(indices(store, this.middle)).containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
            assertThat(indices(store, this.end)).containsExactly(10L, 11L, 12L);
        }

        private static void append(PostgresStore store, int count) {
            store.addEventsAutoIndex(
                    "room",
                    IntStream.range(0, count)
                            .mapToObj(i -> Application.message("room", "text"))
                            .toList());
        }

        private static List<Long> indices(PostgresStore store, FeedToken token) {
            ChangeFeed feed = ChangeFeed.of(store);
            FeedPage page = feed.read(FeedQuery.after(token));
            FeedPage next = feed.read(FeedQuery.after(page.token()));
            return Stream.of(page, next)
                    .flatMap(one -> one.changes().stream())
                    .map(change -> ((Change.EventAppended) change).index())
                    .toList();
        }
    }
}
