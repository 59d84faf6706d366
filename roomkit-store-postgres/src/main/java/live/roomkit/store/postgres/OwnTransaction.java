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
 * Works on a connection that is in no transaction, and commits: by a statement that commits itself, or in a transaction.
 *
 * <p>The work is made for READ COMMITTED. Where pool, role or database have transactions begin with a stricter isolation,
 * writes begin with {@code SET TRANSACTION}, also single statements, in a transaction. The isolation of the session stays
 * as it is. A single statement that reads is right at any isolation, and runs as everywhere.
 */
final class OwnTransaction {

    private final Duration patience;

    /** Whether transactions begin with more than READ COMMITTED. */
    private final boolean strict;

    OwnTransaction(Duration patience, boolean strict) {
        this.patience = patience;
        this.strict = strict;
    }

    /** Returns how work is done here: a statement may need a transaction. */
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

    /** Prepares the connection, and returns whether it committed by itself before. */
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
     * Checks that a statement took less time than it may. A statement that is cancelled while it waits for a synchronous
     * standby ends well, and a server that was told to send no warnings does not say so.
     */
    private void requireConfirmed(Duration elapsed, @Nullable Duration remaining) {
        Duration limit = (remaining != null) ? remaining : this.patience;
        if (!limit.isZero() && elapsed.compareTo(limit) >= 0) {
            throw PostgresErrors.unconfirmed();
        }
    }

    /** What joined the store's transaction, from the change of {@code updateRoom}, may have asked to roll it back. */
    private static void refuseRollbackOnly(ConnectionHolder holder) {
        if (holder.isRollbackOnly()) {
            throw new StoreException(
                    "A transaction within the change of the room was rolled back, and the change with it");
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

    /** Does its best: the failure that led here is what the caller hears of. */
    private static void rollback(Connection connection, WorkKind kind) {
        if (kind.transactional) {
            try {
                connection.rollback();
            } catch (SQLException ex) {
                // What led here matters more.
            }
        }
    }

    private static void restoreAutoCommit(Connection connection, boolean before) {
        try {
            if (connection.getAutoCommit() != before) {
                connection.setAutoCommit(before);
            }
        } catch (SQLException ex) {
            // The pool finds out that the connection is lost.
        }
    }
}
