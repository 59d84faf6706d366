package live.roomkit.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.StoreException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes every call of a store within a transaction of the caller, which commits even when the call is refused. As a
 * caller should, it repeats the whole transaction after a conflict with another one.
 */
final class CallersTransactions {

    private CallersTransactions() {}

    /** Returns the store with transactions around it, each attempted at most the given number of times. */
    static ConversationStore around(ConversationStore store, TransactionTemplate transaction, int attempts) {
        return (ConversationStore) Proxy.newProxyInstance(
                ConversationStore.class.getClassLoader(),
                new Class<?>[] {ConversationStore.class},
                (proxy, method, arguments) -> {
                    Outcome outcome = call(store, method, arguments, transaction, attempts);
                    if (outcome.failure() != null) {
                        throw outcome.failure();
                    }
                    return (outcome.value() instanceof ConversationStore scoped)
                            ? around(scoped, transaction, attempts)
                            : outcome.value();
                });
    }

    private static Outcome call(
            ConversationStore store, Method method, Object[] arguments, TransactionTemplate transaction, int attempts) {
        for (int attempt = 1; true; attempt++) {
            try {
                Outcome outcome = transaction.execute(status -> {
                    Outcome within = call(store, method, arguments);
                    if (within.isInTheWay()) {
                        status.setRollbackOnly();
                    }
                    return within;
                });
                if (!outcome.isInTheWay() || attempt == attempts) {
                    return outcome;
                }
            } catch (ConcurrencyFailureException ex) {
                if (attempt == attempts) {
                    throw ex;
                }
            }
        }
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

    private record Outcome(Object value, Throwable failure) {

        boolean isInTheWay() {
            return this.failure instanceof StoreException ex
                    && ex.getSqlState() != null
                    && (ex.getSqlState().startsWith("40") || !ex.isTransactionUsable());
        }
    }
}
