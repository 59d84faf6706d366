package live.roomkit.store.postgres;

import java.time.Duration;
import live.roomkit.test.postgres.TestPostgres;
import live.roomkit.test.postgres.TestPostgres.Durability;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kills the server's processes again and again while threads write. Only the store itself restores their work. */
@ExtendWith(QuietPools.class)
class CrashTests {

    private static final int FEWEST_CRASHES = 2;

    @AutoClose
    private final TestPostgres server = TestPostgres.startEmbedded(Durability.DURABLE);

    private final FreshDatabase database = new FreshDatabase(this.server);

    @AutoClose
    private final PostgresStore store =
            this.database.builder().acquireTimeout(Duration.ofMillis(400)).open();

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

            writers.assertRight(this.database.jdbc());
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
