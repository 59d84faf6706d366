package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;

/** Runs the contract of every store against one whose statements also record their changes. */
class FeedOnContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> database.open(builder -> builder.feed(true)));

    FeedOnContractTests() {
        super(STORE);
    }
}
