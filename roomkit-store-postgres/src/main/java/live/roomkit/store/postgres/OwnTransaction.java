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
 * Works on a connection that is in no transaction, and commits. A single statement may commit itself; other work runs
 * in a transaction.
 *
 * <p>The work is made for READ COMMITTED. When the pool, role or database makes transactions stricter by default, each
 * write begins a transaction with {@code SET TRANSACTION}, even a write of one statement. The isolation of the session
 * stays as it is. A single statement that reads is right at any isolation and runs unchanged.
 */
final class OwnTransaction {

    private final Duration patience;

    /** Whether transactions on this connection are stricter than READ COMMITTED by default. */
    private final boolean strict;

    OwnTransaction(Duration patience, boolean strict) {
        this.patience = patience;
        this.strict = strict;
    }

    /** Returns how the work must run here, since a single statement may need a transaction. */
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

    /** Prepares the connection, and returns whether it was in auto-commit mode before. */
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
     * Checks that a statement took less time than its limit. A statement that is cancelled while it waits for a
     * synchronous standby ends without an error, and a server that is set to send no warnings does not report the
     * cancellation.
     */
    private void requireConfirmed(Duration elapsed, @Nullable Duration remaining) {
        Duration limit = (remaining != null) ? remaining : this.patience;
        if (!limit.isZero() && elapsed.compareTo(limit) >= 0) {
            throw PostgresErrors.unconfirmed();
        }
    }

    /**
     * Fails when code that joined the store's transaction, in the change of an update, asked to roll it back.
     */
    private static void refuseRollbackOnly(ConnectionHolder holder) {
        if (holder.isRollbackOnly()) {
            throw new StoreException(
                    "A transaction within the change of a record was rolled back, and the change with it");
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

    /** Tries to roll back and ignores a failure, because the caller hears of the original failure. */
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
