package live.roomkit.store.postgres;

import live.roomkit.store.contract.ChangeFeedRetentionContract;
import org.junit.jupiter.api.AutoClose;

/** Tests the deletion of old changes on PostgreSQL. */
class FeedRetentionContractTests extends ChangeFeedRetentionContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> database.open(builder -> builder.feed(true)));

    FeedRetentionContractTests() {
        super(STORE);
    }
}
