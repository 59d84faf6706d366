package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;

/** On DataSources of the application whose connections do not commit by themselves. */
class NoAutoCommitContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE =
            new TwoNodes(database -> Application.open(Application.pool(database, 10, false), database.clock()));

    NoAutoCommitContractTests() {
        super(STORE);
    }
}
