package live.roomkit.store.postgres;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.util.ReflectionUtils;

/**
 * Tells whether a connection that is bound to the thread is in a transaction.
 *
 * <p>A connection with auto-commit is in no transaction. A connection without auto-commit is in the transaction of the
 * code that bound it, with one exception. When the pool hands out connections without auto-commit, Spring may bind one
 * merely to keep it for the length of another DataSource's transaction. Writes on such a connection would never be
 * committed. Its holder is marked as synchronized but not as active. JPA's holder has neither mark, JDBC's holder has
 * both.
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
     * Reads the mark of a holder. Neither answer is safe without the method: one would commit the caller's transaction, the
     * other would never commit.
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

    /** Binds a connection for the length of a call, so that transaction managers join the store's transaction on it. */
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
