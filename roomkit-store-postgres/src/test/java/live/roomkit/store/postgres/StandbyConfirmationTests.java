package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.StoreUnavailableException;
import live.roomkit.test.postgres.TestPostgres;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tests a server that waits for a synchronous standby that does not exist, and an administrator who cancels the wait.
 */
class StandbyConfirmationTests {

    /** One thread for each task: the common pool has a single one on two processors. */
    private static final Executor THREADS = task -> new Thread(task).start();

    @AutoClose
    private static final TestPostgres server = TestPostgres.startEmbedded(Durability.DURABLE);

    private static final JdbcTemplate administrator = new JdbcTemplate(server.dataSource());

    @AutoClose
    private final FreshDatabase database = new FreshDatabase(server);

    private final PostgresStore store = this.database.open(builder -> builder.statementTimeout(Duration.ofMinutes(1)));

    private final RoomEvent event = Application.message("room", "hello");

    @BeforeEach
    void waitForNobody() {
        this.store.createRoom(Room.of("room"));
        setStandbys("nobody");
    }

    @Test
    void aStatementWhoseWaitIsCancelledHasAnUnknownOutcome() {
        assertUnknownOnceCancelled(() -> this.store.appendEvent("room", this.event));
    }

    @Test
    void aBatchWhoseWaitIsCancelledHasAnUnknownOutcome() {
        assertUnknownOnceCancelled(() -> this.store.addEventsAutoIndex("room", List.of(this.event)));
    }

    @Test
    void aTransactionWhoseWaitIsCancelledHasAnUnknownOutcome() {
        assertUnknownOnceCancelled(() -> this.store.updateRoom("room", room -> room));
    }

    /** It is committed here, as the server warns; with a standby it would not be there. */
    private void assertUnknownOnceCancelled(Callable<?> write) {
        CompletableFuture<?> written = CompletableFuture.supplyAsync(() -> call(write), THREADS);
        Eventually.isTrue(() -> cancelWaits() == 1);

        assertThat(written)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(StoreUnavailableException.class, ex -> {
                    assertThat(ex.isOutcomeKnown()).isFalse();
                    assertThat(ex.getSqlState()).isEqualTo("40003");
                });
        assertThat(this.store.stats().retries()).isZero();
        setStandbys("");
        assertThat(this.store.appendEvent("room", this.event).event().id()).isEqualTo(this.event.id());
    }

    private static Object call(Callable<?> write) {
        try {
            return write.call();
        } catch (RuntimeException ex) {
            throw ex;
        } catch (Exception ex) {
            throw new CompletionException(ex);
        }
    }

    private static int cancelWaits() {
        return administrator
                .queryForList("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                .size();
    }

    private static void setStandbys(String names) {
        administrator.execute("ALTER SYSTEM SET synchronous_standby_names = '" + names + "'");
        administrator.execute("SELECT pg_reload_conf()");
        Eventually.isTrue(() -> names.equals(
                administrator.queryForObject("SELECT current_setting('synchronous_standby_names')", String.class)));
    }
}
