package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Through a PgBouncer in transaction mode that shares fewer connections than the stores have, so that hardly two
 * transactions of a store meet the same session. The tables are migrated past it.
 */
@EnabledIf(value = "live.roomkit.store.postgres.PgBouncer#isInstalled", disabledReason = PgBouncer.NOT_INSTALLED)
class PgBouncerContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = PgBouncer.start(6).nodes(builder -> builder);

    PgBouncerContractTests() {
        super(STORE);
    }
}
