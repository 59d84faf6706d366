package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;

/** As most applications open it: by a URL and with the defaults. */
class PostgresContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(FreshDatabase::open);

    PostgresContractTests() {
        super(STORE);
    }
}
