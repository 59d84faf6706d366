package live.roomkit.store.postgres;

import live.roomkit.store.contract.ChangeFeedProtectionContract;
import org.junit.jupiter.api.AutoClose;

/** Tests that the feed of PostgreSQL has the changes of erasures, sweeps and imports. */
class FeedProtectionContractTests extends ChangeFeedProtectionContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> database.open(builder -> builder.feed(true)));

    FeedProtectionContractTests() {
        super(STORE);
    }
}
