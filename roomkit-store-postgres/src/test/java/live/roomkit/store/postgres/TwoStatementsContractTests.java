package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;

/** Runs the contract with appends in two statements, as on engines that distribute rooms. */
class TwoStatementsContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE =
            new TwoNodes(database -> database.open(builder -> builder.appendsInTwoStatements(true)));

    TwoStatementsContractTests() {
        super(STORE);
    }
}
