package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;

/** Runs the contract against a store opened by a URL with the defaults, as most applications open it. */
class PostgresContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(FreshDatabase::open);

    PostgresContractTests() {
        super(STORE);
    }
}
