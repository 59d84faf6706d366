package live.roomkit.store.postgres;

import java.time.Duration;
import live.roomkit.store.contract.StoreUnderTest;

/** With one connection for all threads, so that a call that wanted a second would never return, and in another schema. */
class PoolOfOneContractTests extends PostgresContract {

    private static final StoreUnderTest STORE = new TwoNodes(builder -> builder.minPoolSize(1)
            .maxPoolSize(1)
            .acquireTimeout(Duration.ofSeconds(60))
            .schema("conversations_2"));

    PoolOfOneContractTests() {
        super(STORE);
    }
}
