package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.AutoClose;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every call within a transaction of the caller. That transaction is committed also when the call fails, so what a failed
 * call left behind would be found, and a transaction that it spoilt would not commit.
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
