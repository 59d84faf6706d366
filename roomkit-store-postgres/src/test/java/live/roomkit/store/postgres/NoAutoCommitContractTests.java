package live.roomkit.store.postgres;

import live.roomkit.store.ConversationStore;
import live.roomkit.store.contract.StoreUnderTest;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;

/** On DataSources of the application whose connections do not commit by themselves. */
class NoAutoCommitContractTests extends PostgresContract {

    private static final StoreUnderTest STORE =
            new NoAutoCommit(TestPostgres.shared().createDatabase());

    NoAutoCommitContractTests() {
        super(STORE);
    }

    private record NoAutoCommit(ConversationStore store, ConversationStore secondStore) implements StoreUnderTest {

        NoAutoCommit(TestDatabase database) {
            this(
                    Application.open(Application.pool(database, 10, false)),
                    Application.open(Application.pool(database, 10, false)));
        }
    }
}
