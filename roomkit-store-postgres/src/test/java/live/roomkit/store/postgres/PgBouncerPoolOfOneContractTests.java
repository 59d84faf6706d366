package live.roomkit.store.postgres;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Runs the contract with one connection of each store to a PgBouncer, which has a single connection to the server for
 * both.
 */
@EnabledIf(value = "live.roomkit.store.postgres.PgBouncer#isInstalled", disabledReason = PgBouncer.NOT_INSTALLED)
class PgBouncerPoolOfOneContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = PgBouncer.start(1)
            .nodes(builder -> builder.minPoolSize(1).maxPoolSize(1).acquireTimeout(Duration.ofSeconds(60)));

    PgBouncerPoolOfOneContractTests() {
        super(STORE);
    }
}
