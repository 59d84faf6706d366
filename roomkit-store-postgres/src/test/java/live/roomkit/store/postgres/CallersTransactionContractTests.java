package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.AutoClose;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs every call within a transaction of the caller. The transaction commits even when the call fails. The tests would
 * therefore find data that a failed call left behind, and a transaction that it broke would not commit.
 */
class CallersTransactionContractTests extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(CallersTransactionContractTests::open);

    CallersTransactionContractTests() {
        super(STORE);
    }

    private static ConversationStore open(FreshDatabase database) {
        HikariDataSource pool = Application.pool(database, 10, true);
        return CallersTransactions.around(
                Application.open(pool, database.clock()), new TransactionTemplate(new JdbcTransactionManager(pool)), 1);
    }
}
