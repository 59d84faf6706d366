package live.roomkit.store.postgres;

import live.roomkit.store.contract.StoreUnderTest;

/** As most applications open it: by a URL and with the defaults. */
class PostgresContractTests extends PostgresContract {

    private static final StoreUnderTest STORE = new TwoNodes(builder -> builder);

    PostgresContractTests() {
        super(STORE);
    }
}
