package live.roomkit.store.postgres;

import live.roomkit.store.contract.ChangeFeedContract;
import org.junit.jupiter.api.AutoClose;

/** Runs the contract of the change feed against two stores that write and read it. */
class FeedContractTests extends ChangeFeedContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> database.open(builder -> builder.feed(true)));

    FeedContractTests() {
        super(STORE);
    }
}
