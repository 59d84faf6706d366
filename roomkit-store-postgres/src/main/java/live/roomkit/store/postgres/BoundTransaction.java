package live.roomkit.store.postgres;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.util.ReflectionUtils;

/**
 * Tells whether a connection that is bound to the current thread is in a transaction.
 *
 * <p>A connection with auto-commit is not in a transaction. A connection without auto-commit is usually in the
 * transaction of the code that bound it. But during a transaction on another DataSource, Spring may bind a connection
 * of the store's DataSource only to reuse it. The store must commit its writes on such a connection itself, because no
 * transaction commits them. The {@code ConnectionHolder} of the connection shows which case applies. When the
 * connection is bound only for reuse, {@code isSynchronizedWithTransaction()} of its holder is {@code true} and
 * {@code isTransactionActive()} is {@code false}. In a JDBC transaction on the store's DataSource, both are
 * {@code true}. In a JPA transaction, both are {@code false}.
 */
final class BoundTransaction {

    private static final @Nullable Method IS_TRANSACTION_ACTIVE = accessible();

    private BoundTransaction() {}

    static boolean isActive(ConnectionHolder holder, Connection connection) throws SQLException {
        if (holder instanceof StoreHolder own) {
            return own.isTransactional();
        }
        if (connection.getAutoCommit()) {
            return false;
        }
        return !holder.isSynchronizedWithTransaction() || isMarkedActive(IS_TRANSACTION_ACTIVE, holder);
    }

    /**
     * Calls {@code isTransactionActive()} of a {@code ConnectionHolder}. Throws an exception when the method cannot be
     * called, because an assumed result could be wrong. With a wrong {@code false}, the store would commit the caller's
     * transaction. With a wrong {@code true}, the store would never commit its own write.
     */
    static boolean isMarkedActive(@Nullable Method mark, ConnectionHolder holder) {
        if (mark == null) {
            throw new IllegalStateException(
                    "Cannot tell whether the connection of this thread is in a transaction: ConnectionHolder has no method"
                            + " isTransactionActive() that can be called; in a native image, register it for reflection,"
                            + " as the Spring Boot starter does");
        }
        return Boolean.TRUE.equals(ReflectionUtils.invokeMethod(mark, holder));
    }

    private static @Nullable Method accessible() {
        Method method = ReflectionUtils.findMethod(ConnectionHolder.class, "isTransactionActive");
        if (method != null) {
            ReflectionUtils.makeAccessible(method);
        }
        return method;
    }

    /**
     * Holder with which the store binds its own connection to the thread during a call. Transaction managers can then
     * join the store's transaction.
     */
    static final class StoreHolder extends ConnectionHolder {

        private final boolean transactional;

        StoreHolder(Connection connection, boolean transactional) {
            super(connection, transactional);
            this.transactional = transactional;
        }

        boolean isTransactional() {
            return this.transactional;
        }
    }
}
