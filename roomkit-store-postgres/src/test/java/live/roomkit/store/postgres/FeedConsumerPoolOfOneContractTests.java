package live.roomkit.store.postgres;

import live.roomkit.store.contract.FeedConsumerContract;
import org.junit.jupiter.api.AutoClose;

/** Runs the contract of consumer groups on two nodes with one connection each. */
class FeedConsumerPoolOfOneContractTests extends FeedConsumerContract {

    @AutoClose
    private static final TwoNodes STORE =
            new TwoNodes(database -> database.open(builder -> builder.feed(true).maxPoolSize(1)));

    FeedConsumerPoolOfOneContractTests() {
        super(STORE);
    }
}
