package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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
        return transactional(
                Application.open(pool, database.clock()), new TransactionTemplate(new JdbcTransactionManager(pool)));
    }

    private static ConversationStore transactional(ConversationStore store, TransactionTemplate transaction) {
        return (ConversationStore) Proxy.newProxyInstance(
                ConversationStore.class.getClassLoader(),
                new Class<?>[] {ConversationStore.class},
                (proxy, method, arguments) -> {
                    Outcome outcome = transaction.execute(status -> call(store, method, arguments));
                    if (outcome.failure() != null) {
                        throw outcome.failure();
                    }
                    return (outcome.value() instanceof ConversationStore scoped)
                            ? transactional(scoped, transaction)
                            : outcome.value();
                });
    }

    private static Outcome call(ConversationStore store, Method method, Object[] arguments) {
        try {
            return new Outcome(method.invoke(store, arguments), null);
        } catch (InvocationTargetException ex) {
            return new Outcome(null, ex.getTargetException());
        } catch (IllegalAccessException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private record Outcome(Object value, Throwable failure) {}
}
