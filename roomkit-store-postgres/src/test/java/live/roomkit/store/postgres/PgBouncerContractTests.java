package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Runs the contract through a PgBouncer in transaction mode. It shares fewer connections than the stores have, so two
 * transactions of a store rarely meet the same session. The migration bypasses it.
 */
@EnabledIf(value = "live.roomkit.store.postgres.PgBouncer#isInstalled", disabledReason = PgBouncer.NOT_INSTALLED)
class PgBouncerContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = PgBouncer.start(6).nodes(builder -> builder);

    PgBouncerContractTests() {
        super(STORE);
    }
}
