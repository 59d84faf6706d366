package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Supplier;
import javax.sql.DataSource;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * On which connection, and in whose transaction, the store works.
 *
 * <p>A transaction that the caller has open on the store's DataSource is joined, whichever transaction manager opened
 * it: what tells is the connection bound to the thread, not a manager. The store then only executes statements, under a
 * savepoint, so that a failed call leaves nothing behind and the caller's transaction stays usable. Otherwise the store
 * takes a connection for the call, commits, and gives it back; it is bound to the thread meanwhile, so that a nested
 * call (from the change of {@code updateRoom}) works on the same one, and so does a transaction that is begun there. A
 * second connection is never taken while holding one.
 *
 * <p>A connection may be bound without any transaction: Spring keeps one for the length of another manager's transaction
 * once somebody used it. The store then works on that connection and commits by itself.
 */
final class StoreConnections {

    private final DataSource dataSource;

    StoreConnections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Whether a call made now works in a transaction that is open already. */
    boolean isInTransaction() {
        ConnectionHolder holder = bound();
        if (holder == null) {
            return false;
        }
        Connection connection = borrow();
        try {
            return BoundTransaction.isActive(holder, connection);
        } catch (SQLException ex) {
            throw PostgresErrors.translate(ex, false);
        } finally {
            DataSourceUtils.releaseConnection(connection, this.dataSource);
        }
    }

    /** Runs a single statement, which commits by itself unless a transaction is open. */
    <T> T statement(Supplier<T> work) {
        return run(work, false);
    }

    /** Runs several statements, all or nothing. */
    <T> T transaction(Supplier<T> work) {
        return run(work, true);
    }

    private <T> T run(Supplier<T> work, boolean transactional) {
        ConnectionHolder holder = bound();
        return (holder != null) ? runOnBound(holder, work, transactional) : runOnOwn(work, transactional);
    }

    private <T> T runOnOwn(Supplier<T> work, boolean transactional) {
        Connection connection = acquire();
        try {
            return runBound(connection, work, transactional);
        } catch (StoreUnavailableException ex) {
            giveUp(connection, ex);
            throw ex;
        } finally {
            close(connection);
            letWaitingGoFirst();
        }
    }

    private <T> T runOnBound(ConnectionHolder holder, Supplier<T> work, boolean transactional) {
        Connection connection = borrow();
        try {
            return BoundTransaction.isActive(holder, connection)
                    ? runUnderSavepoint(connection, work)
                    : runBound(connection, work, transactional);
        } catch (SQLException ex) {
            throw PostgresErrors.translate(ex, false);
        } finally {
            DataSourceUtils.releaseConnection(connection, this.dataSource);
        }
    }

    /** Binds the connection as the store's for the length of a call, in place of the holder that may be there. */
    private <T> T runBound(Connection connection, Supplier<T> work, boolean transactional) {
        Object former = TransactionSynchronizationManager.unbindResourceIfPossible(this.dataSource);
        BoundTransaction.StoreHolder holder = new BoundTransaction.StoreHolder(connection, transactional);
        TransactionSynchronizationManager.bindResource(this.dataSource, holder);
        try {
            return runAndCommit(holder, work);
        } finally {
            TransactionSynchronizationManager.unbindResource(this.dataSource);
            if (former != null) {
                TransactionSynchronizationManager.bindResource(this.dataSource, former);
            }
        }
    }

    /**
     * Takes a connection out of the pool when the server behind it takes no writes any more, as after a failover. Lost
     * connections are taken out by the pool itself.
     */
    private void giveUp(Connection connection, StoreUnavailableException ex) {
        if (PostgresErrors.READ_ONLY.equals(ex.getSqlState())) {
            attempt(() -> {
                if (this.dataSource.isWrapperFor(HikariDataSource.class)) {
                    HikariPools.evict(this.dataSource.unwrap(HikariDataSource.class), connection);
                }
            });
        }
    }

    /**
     * A pool offers what it gets back to who waits longest, but a thread that asks again at once is faster. Many virtual
     * threads would starve behind the few that have a carrier.
     */
    private void letWaitingGoFirst() {
        if (this.dataSource instanceof HikariDataSource pool && HikariPools.isWaitedFor(pool)) {
            Thread.yield();
        }
    }

    private static <T> T runUnderSavepoint(Connection connection, Supplier<T> work) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        T result;
        try {
            result = work.get();
        } catch (DataAccessException | TransactionTimedOutException ex) {
            rollback(connection, savepoint);
            throw connection.isReadOnly() ? PostgresErrors.inReadOnly(ex) : PostgresErrors.translate(ex, false);
        } catch (RuntimeException | Error ex) {
            rollback(connection, savepoint);
            throw ex;
        }
        connection.releaseSavepoint(savepoint);
        return result;
    }

    private static <T> T runAndCommit(BoundTransaction.StoreHolder holder, Supplier<T> work) {
        Connection connection = holder.getConnection();
        boolean transactional = holder.isTransactional();
        boolean autoCommit = setAutoCommit(connection, !transactional);
        try {
            T result = work.get();
            if (transactional) {
                refuseRollbackOnly(holder);
                commit(connection);
            }
            return result;
        } catch (DataAccessException ex) {
            rollback(connection, transactional);
            throw PostgresErrors.translate(ex, !transactional);
        } catch (StoreException ex) {
            rollback(connection, transactional);
            throw transactional ? ex : PostgresErrors.afterStatement(ex);
        } catch (RuntimeException | Error ex) {
            rollback(connection, transactional);
            throw ex;
        } finally {
            restoreAutoCommit(connection, autoCommit);
        }
    }

    private @Nullable ConnectionHolder bound() {
        return (ConnectionHolder) TransactionSynchronizationManager.getResource(this.dataSource);
    }

    /** The connection that is bound to the thread, to be released after use. */
    private Connection borrow() {
        try {
            return DataSourceUtils.getConnection(this.dataSource);
        } catch (DataAccessException ex) {
            throw PostgresErrors.unavailable(ex);
        }
    }

    private Connection acquire() {
        try {
            return this.dataSource.getConnection();
        } catch (SQLException | PoolInitializationException ex) {
            throw PostgresErrors.unavailable(ex);
        }
    }

    private static boolean setAutoCommit(Connection connection, boolean wanted) {
        try {
            boolean before = connection.getAutoCommit();
            if (before != wanted) {
                connection.setAutoCommit(wanted);
            }
            return before;
        } catch (SQLException ex) {
            throw PostgresErrors.translate(ex, false);
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
        } catch (SQLException ex) {
            throw PostgresErrors.translate(ex, true);
        }
    }

    /** Best effort: the failure that led here is what the caller hears of. */
    private static void rollback(Connection connection, boolean transactional) {
        if (transactional) {
            attempt(connection::rollback);
        }
    }

    private static void rollback(Connection connection, Savepoint savepoint) {
        attempt(() -> {
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
        });
    }

    private static void restoreAutoCommit(Connection connection, boolean before) {
        attempt(() -> {
            if (connection.getAutoCommit() != before) {
                connection.setAutoCommit(before);
            }
        });
    }

    private static void close(Connection connection) {
        attempt(connection::close);
    }

    private static @Nullable SQLException attempt(SqlAction action) {
        try {
            action.run();
            return null;
        } catch (SQLException ex) {
            return ex;
        }
    }

    private interface SqlAction {

        void run() throws SQLException;
    }
}
