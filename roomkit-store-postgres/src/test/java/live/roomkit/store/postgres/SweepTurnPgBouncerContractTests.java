package live.roomkit.store.postgres;

import live.roomkit.store.contract.SweepTurnContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs the contract of sweeps in turn through a PgBouncer in transaction mode. */
@EnabledIf(value = "live.roomkit.store.postgres.PgBouncer#isInstalled", disabledReason = PgBouncer.NOT_INSTALLED)
class SweepTurnPgBouncerContractTests extends SweepTurnContract {

    @AutoClose
    private static final TwoNodes STORE = PgBouncer.start(4).nodes(builder -> builder.sweepsInTurn(true));

    SweepTurnPgBouncerContractTests() {
        super(STORE);
    }
}
