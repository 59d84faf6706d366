package live.roomkit.store.postgres;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;

/**
 * Runs the contract with one connection for all threads, so that a call that needs a second one never returns, and in
 * another schema.
 */
class PoolOfOneContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> database.open(builder -> builder.minPoolSize(1)
            .maxPoolSize(1)
            .acquireTimeout(Duration.ofSeconds(60))
            .schema("conversations_2")));

    PoolOfOneContractTests() {
        super(STORE);
    }
}
