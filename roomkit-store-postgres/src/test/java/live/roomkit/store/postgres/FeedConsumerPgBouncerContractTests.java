package live.roomkit.store.postgres;

import live.roomkit.store.contract.FeedConsumerContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs the contract of consumer groups through a PgBouncer in transaction mode. */
@EnabledIf(value = "live.roomkit.store.postgres.PgBouncer#isInstalled", disabledReason = PgBouncer.NOT_INSTALLED)
class FeedConsumerPgBouncerContractTests extends FeedConsumerContract {

    @AutoClose
    private static final TwoNodes STORE = PgBouncer.start(6).nodes(builder -> builder.feed(true));

    FeedConsumerPgBouncerContractTests() {
        super(STORE);
    }
}
