package live.roomkit.store.postgres;

import java.time.Duration;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The server's processes are killed, again and again, while threads write. Nothing but the store brings them back. */
class CrashTests {

    private static final int FEWEST_CRASHES = 2;

    private final TestPostgres server = TestPostgres.startEmbedded(Durability.DURABLE);

    private final TestDatabase database = this.server.createDatabase();

    private final PostgresStore store = PostgresStore.builder()
            .url(this.database.url())
            .username(this.database.username())
            .password(this.database.password())
            .acquireTimeout(Duration.ofMillis(400))
            .open();

    @BeforeEach
    void prepare() {
        PoolWarnings.off();
    }

    @AfterEach
    void close() {
        PoolWarnings.on();
        this.store.close();
        this.server.close();
    }

    @Test
    void whatWasAcknowledgedIsThereOnceAndNothingElseIs() throws Exception {
        long end = System.nanoTime() + Chaos.duration(Duration.ZERO).toNanos();
        int crashes = 0;
        try (Writers writers = new Writers(this.store)) {
            while (crashes < FEWEST_CRASHES || System.nanoTime() < end) {
                writers.awaitWrites();
                this.server.kill();
                this.server.restart();
                writers.awaitRecovery();
                crashes++;
            }
            writers.stop();

            writers.assertRight(new JdbcTemplate(this.database.dataSource()));
            Writers.report(
                    "crash",
                    crashes,
                    writers.acknowledgements(),
                    writers.failures(),
                    this.store.stats().retries(),
                    writers.recoveries());
        }
    }
}
