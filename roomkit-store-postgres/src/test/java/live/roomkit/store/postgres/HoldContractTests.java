package live.roomkit.store.postgres;

import live.roomkit.store.contract.HoldContract;
import org.junit.jupiter.api.AutoClose;

/** Runs the contract of holds against two stores whose holds are on. */
class HoldContractTests extends HoldContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> database.open(builder -> builder.holds(true)));

    HoldContractTests() {
        super(STORE);
    }
}
