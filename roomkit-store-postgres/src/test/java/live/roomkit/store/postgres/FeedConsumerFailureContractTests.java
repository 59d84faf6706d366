package live.roomkit.store.postgres;

import live.roomkit.store.contract.FeedConsumerFailureContract;
import org.junit.jupiter.api.AutoClose;

/** Runs the contract of failing consumers on two nodes with PostgreSQL. */
class FeedConsumerFailureContractTests extends FeedConsumerFailureContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> database.open(builder -> builder.feed(true)));

    FeedConsumerFailureContractTests() {
        super(STORE);
    }
}
