package live.roomkit.store.postgres;

import live.roomkit.store.contract.SweepTurnContract;
import org.junit.jupiter.api.AutoClose;

/** Runs the contract of sweeps in turn against two nodes with one connection each. */
class SweepTurnContractTests extends SweepTurnContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(
            database -> database.open(builder -> builder.sweepsInTurn(true).maxPoolSize(1)));

    SweepTurnContractTests() {
        super(STORE);
    }
}
