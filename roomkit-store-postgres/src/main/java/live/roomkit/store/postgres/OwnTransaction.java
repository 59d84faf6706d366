package live.roomkit.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Runs work on a connection that is not in a transaction, and commits the work. A single statement may run with
 * auto-commit; other work runs in a new transaction.
 *
 * <p>The store's SQL is written for READ COMMITTED. When the pool, the role or the database sets a stricter default
 * isolation level, every write, even a single statement, runs in a transaction that begins with
 * {@code SET TRANSACTION ISOLATION LEVEL READ COMMITTED}. The default of the session does not change. A single read is
 * correct at every isolation level and runs with auto-commit.
 */
final class OwnTransaction {

    private final Duration patience;

    /** Whether the default isolation level of this connection is stricter than READ COMMITTED. */
    private final boolean strict;

    OwnTransaction(Duration patience, boolean strict) {
        this.patience = patience;
        this.strict = strict;
    }

    /**
     * Returns {@link WorkKind#TRANSACTION} for a single statement that writes, when the default isolation level is
     * stricter than READ COMMITTED. Returns the given kind in all other cases.
     */
    WorkKind kindOf(WorkKind kind) {
        return (this.strict && kind == WorkKind.STATEMENT) ? WorkKind.TRANSACTION : kind;
    }

    <T> T run(BoundTransaction.StoreHolder holder, Supplier<T> work, WorkKind kind, @Nullable Duration remaining) {
        Connection connection = holder.getConnection();
        boolean autoCommit = begin(connection, kind);
        long start = System.nanoTime();
        try {
            T result = work.get();
            if (kind.transactional) {
                refuseRollbackOnly(holder);
                commit(connection);
            } else if (kind == WorkKind.STATEMENT) {
                requireConfirmed(Duration.ofNanos(System.nanoTime() - start), remaining);
            }
            return result;
        } catch (DataAccessException | TransactionTimedOutException ex) {
            rollback(connection, kind);
            throw PostgresErrors.translate(ex, kind == WorkKind.STATEMENT);
        } catch (StoreException ex) {
            rollback(connection, kind);
            throw (kind == WorkKind.STATEMENT) ? PostgresErrors.afterStatement(ex) : ex;
        } catch (Throwable ex) {
            rollback(connection, kind);
            throw ex;
        } finally {
            restoreAutoCommit(connection, autoCommit);
        }
    }

    /**
     * Sets the auto-commit mode and isolation level of the connection for the work. Returns whether the connection was
     * in auto-commit mode before.
     */
    private boolean begin(Connection connection, WorkKind kind) {
        try {
            boolean before = connection.getAutoCommit();
            if (before == kind.transactional) {
                connection.setAutoCommit(!kind.transactional);
            }
            if (this.strict && kind.transactional) {
                lowerIsolation(connection);
            }
            return before;
        } catch (SQLException ex) {
            throw PostgresErrors.translate(ex, false);
        }
    }

    private static void lowerIsolation(Connection connection) throws SQLException {
        connection.commit();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
    }

    /**
     * Throws an exception when a statement did not end within its timeout. In this case, a synchronous standby may not
     * have confirmed the write. A statement that is cancelled while it waits for a synchronous standby ends without an
     * error. PostgreSQL sends only a warning that the wait was cancelled, or nothing when warnings are disabled.
     */
    private void requireConfirmed(Duration elapsed, @Nullable Duration remaining) {
        Duration limit = (remaining != null) ? remaining : this.patience;
        if (!limit.isZero() && elapsed.compareTo(limit) >= 0) {
            throw PostgresErrors.unconfirmed();
        }
    }

    /**
     * Throws an exception when a function of the application that ran in this transaction has marked the transaction as
     * rollback-only.
     */
    private static void refuseRollbackOnly(ConnectionHolder holder) {
        if (holder.isRollbackOnly()) {
            throw new StoreException(
                    "The function that changes the record marked the transaction as rollback-only: nothing was changed");
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
            if (PostgresErrors.isUnconfirmed(connection.getWarnings())) {
                connection.clearWarnings();
                throw PostgresErrors.unconfirmed();
            }
        } catch (SQLException ex) {
            throw PostgresErrors.translate(ex, true);
        }
    }

    /** Tries to roll back. Ignores a failure, because the caller gets the exception for the original failure. */
    private static void rollback(Connection connection, WorkKind kind) {
        if (kind.transactional) {
            try {
                connection.rollback();
            } catch (SQLException ex) {
                // The original failure matters more.
            }
        }
    }

    private static void restoreAutoCommit(Connection connection, boolean before) {
        try {
            if (connection.getAutoCommit() != before) {
                connection.setAutoCommit(before);
            }
        } catch (SQLException ex) {
            // The pool detects that the connection is lost.
        }
    }
}
