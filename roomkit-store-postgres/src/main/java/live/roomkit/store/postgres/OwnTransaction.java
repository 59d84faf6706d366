package live.roomkit.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import live.roomkit.store.StoreException;
import live.roomkit.store.postgres.StoreConnections.Kind;
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

    /** Whether transactions begin with more than READ COMMITTED; {@code null} until the first write asked the server. */
    private volatile @Nullable Boolean strict;

    OwnTransaction(Duration patience) {
        this.patience = patience;
    }

    /** Returns how work is done on this connection: a statement may need a transaction. */
    Kind kindOn(Connection connection, Kind kind) {
        return (kind == Kind.STATEMENT && isStrict(connection)) ? Kind.TRANSACTION : kind;
    }

    <T> T run(BoundTransaction.StoreHolder holder, Supplier<T> work, Kind kind, @Nullable Duration remaining) {
        Connection connection = holder.getConnection();
        boolean autoCommit = begin(connection, kind);
        long start = System.nanoTime();
        try {
            T result = work.get();
            if (kind.transactional) {
                refuseRollbackOnly(holder);
                commit(connection);
            } else if (kind == Kind.STATEMENT) {
                requireConfirmed(Duration.ofNanos(System.nanoTime() - start), remaining);
            }
            return result;
        } catch (DataAccessException | TransactionTimedOutException ex) {
            rollback(connection, kind);
            throw PostgresErrors.translate(ex, kind == Kind.STATEMENT);
        } catch (StoreException ex) {
            rollback(connection, kind);
            throw (kind == Kind.STATEMENT) ? PostgresErrors.afterStatement(ex) : ex;
        } catch (Throwable ex) {
            rollback(connection, kind);
            throw ex;
        } finally {
            restoreAutoCommit(connection, autoCommit);
        }
    }

    /** Prepares the connection, and returns whether it committed by itself before. */
    private boolean begin(Connection connection, Kind kind) {
        boolean strict = kind.transactional && isStrict(connection);
        try {
            boolean before = connection.getAutoCommit();
            if (before == kind.transactional) {
                connection.setAutoCommit(!kind.transactional);
            }
            if (strict) {
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

    private boolean isStrict(Connection connection) {
        Boolean known = this.strict;
        if (known == null) {
            known = readStrict(connection);
            this.strict = known;
        }
        return known;
    }

    private static boolean readStrict(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_catalog.current_setting('default_transaction_isolation')")) {
            row.next();
            return !row.getString(1).startsWith("read ");
        } catch (SQLException ex) {
            throw PostgresErrors.translate(ex, false);
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
    private static void rollback(Connection connection, Kind kind) {
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
