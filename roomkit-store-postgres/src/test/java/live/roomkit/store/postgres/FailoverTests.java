package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.StoreUnavailableException;
import live.roomkit.test.postgres.TestPostgres;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests a synchronous standby that takes over while threads write. */
@ExtendWith(QuietPools.class)
class FailoverTests {

    private static final int SOCKET_TIMEOUT = 10;

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsThereOnceOnTheNewPrimary(End end) throws Exception {
        long deadline = System.nanoTime() + Chaos.duration(Duration.ZERO).toNanos();
        List<Duration> recoveries = new ArrayList<>();
        int writes = 0;
        int failures = 0;
        long repeated = 0;
        do {
            try (Pair pair = new Pair();
                    PostgresStore store = pair.store(Duration.ofSeconds(10), SOCKET_TIMEOUT);
                    Writers writers = new Writers(store)) {
                writers.awaitWrites();
                pair.failOver(end);
                writers.awaitRecovery();
                writers.awaitWrites();
                writers.stop();

                writers.assertRight(pair.standbyJdbc());
                recoveries.addAll(writers.recoveries());
                writes += writers.acknowledgements();
                failures += writers.failures();
                repeated += store.stats().retries();
            }
        } while (System.nanoTime() < deadline);
        assertThat(recoveries).allSatisfy(recovery -> assertThat(recovery).isLessThan(end.longestStandstill));
        Writers.report("failover, primary " + end, recoveries.size(), writes, failures, repeated, recoveries);
    }

    @Test
    void whatTheStandbyDoesNotConfirmIsNotAcknowledged() {
        try (Pair pair = new Pair();
                PostgresStore store = pair.store(Duration.ofSeconds(1), 3)) {
            store.createRoom(Room.of("room"));
            RoomEvent event = message("single");
            pair.standby.stop();

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> store.appendEvent("room", event))
                    .satisfies(ex -> assertThat(ex.isOutcomeKnown()).isFalse());
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> store.addEventsAutoIndex("room", List.of(message("batch"))))
                    .satisfies(ex -> assertThat(ex.isOutcomeKnown()).isFalse());

            pair.standby.restart();
            assertThat(store.appendEvent("room", event).event().id()).isEqualTo(event.id());
            assertThat(store.appendEvent("room", message("next")).duplicate()).isFalse();
        }
    }

    private static RoomEvent message(String text) {
        return Application.message("room", text);
    }

    /** Lists the possible ends of the old primary. */
    private enum End {
        KILLED(Duration.ofSeconds(10)),

        /** Nobody is told that its connections lead nowhere: first the socket timeout must be over. */
        FROZEN(Duration.ofSeconds(SOCKET_TIMEOUT + 15)),

        DEMOTED(Duration.ofSeconds(10));

        private final Duration longestStandstill;

        End(Duration longestStandstill) {
            this.longestStandstill = longestStandstill;
        }
    }

    /** Runs a primary with a synchronous standby. */
    private static final class Pair implements AutoCloseable {

        private final TestPostgres primary = TestPostgres.startEmbedded(Durability.DURABLE);

        private final FreshDatabase database = new FreshDatabase(this.primary);

        private final TestPostgres standby = this.primary.startStandby();

        PostgresStore store(Duration statementTimeout, int socketTimeout) {
            return this.database
                    .builder()
                    .url("jdbc:postgresql://" + address(this.primary) + ',' + address(this.standby) + '/'
                            + this.database.name()
                            + "?targetServerType=primary&hostRecheckSeconds=2&connectTimeout=2&socketTimeout="
                            + socketTimeout)
                    .statementTimeout(statementTimeout)
                    .open();
        }

        void failOver(End end) {
            switch (end) {
                case KILLED -> this.primary.kill();
                case FROZEN -> this.primary.freeze();
                case DEMOTED -> {
                    JdbcTemplate jdbc = new JdbcTemplate(this.primary.dataSource());
                    jdbc.execute("ALTER SYSTEM SET default_transaction_read_only = on");
                    jdbc.execute("SELECT pg_reload_conf()");
                    Eventually.isTrue(() -> nobodyWrites(jdbc));
                }
            }
            this.standby.promote();
        }

        /** As whoever hands over in order makes sure of: what waits for a standby that is none any more waits in vain. */
        private boolean nobodyWrites(JdbcTemplate jdbc) {
            return jdbc.queryForList("SELECT pid FROM pg_stat_activity WHERE backend_xid IS NOT NULL")
                            .isEmpty()
                    && "on".equals(jdbc.queryForObject("SHOW default_transaction_read_only", String.class));
        }

        JdbcTemplate standbyJdbc() {
            return new JdbcTemplate(this.standby.dataSourceOf(this.database.name()));
        }

        private static String address(TestPostgres server) {
            return server.url().replaceAll("jdbc:postgresql://([^/]+)/.*", "$1");
        }

        @Override
        public void close() {
            this.standby.close();
            this.primary.thaw();
            this.primary.close();
        }
    }
}
