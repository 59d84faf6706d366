package live.roomkit.store.postgres;

import live.roomkit.store.contract.ChangeFeedContract;
import org.junit.jupiter.api.AutoClose;

/** Runs the contract of the change feed against two stores that append in two statements. */
class FeedTwoStatementsContractTests extends ChangeFeedContract {

    @AutoClose
    private static final TwoNodes STORE =
            new TwoNodes(database -> database.open(builder -> builder.feed(true).appendsInTwoStatements(true)));

    FeedTwoStatementsContractTests() {
        super(STORE);
    }
}
