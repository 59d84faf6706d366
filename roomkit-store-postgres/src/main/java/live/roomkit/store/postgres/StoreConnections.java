package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import live.roomkit.internal.store.Arguments;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Decides on which connection, and in whose transaction, the store works.
 *
 * <p>A transaction that the caller has open on the store's DataSource is joined, whichever transaction manager opened
 * it: the connection bound to the thread tells, not a manager. {@link JoinedTransaction} says how the store then works.
 * Otherwise the store takes a connection for the call, commits, and gives it back, see {@link OwnTransaction}. The
 * connection is bound to the thread meanwhile, so that a nested call (from the change of {@code updateRoom}) works on the
 * same one, and so does a transaction that is begun there. A second connection is never taken while holding one.
 *
 * <p>A connection may be bound without any transaction: Spring keeps one for the length of another manager's transaction
 * once somebody used it. The store then works on that connection and commits by itself.
 *
 * <p>On a connection that it took itself, the store repeats what another transaction was in the way of, and what lost its
 * connection, if it is certain that nothing was written: a read, or a transaction before its commit. A statement that
 * commits by itself may have been carried out although its answer is lost; that is repeated only where it makes no
 * difference. Nothing is repeated in a transaction of the caller.
 */
final class StoreConnections {

    private static final Duration EVICTION_INTERVAL = Duration.ofSeconds(1);

    private final DataSource dataSource;

    private final Retries retries;

    private final OwnTransaction own;

    private final AtomicLong lastEviction = new AtomicLong(System.nanoTime() - EVICTION_INTERVAL.toNanos());

    private volatile boolean closed;

    /** Works on a DataSource whose transactions may be stricter than READ COMMITTED by default. */
    StoreConnections(DataSource dataSource, Retries retries, boolean strictByDefault) {
        this.dataSource = dataSource;
        this.retries = retries;
        this.own = new OwnTransaction(retries.patience(), strictByDefault);
    }

    /** Whether a call made now works in a transaction that is open already. */
    boolean isInTransaction() {
        requireOpen();
        ConnectionHolder holder = bound();
        if (holder == null) {
            return false;
        }
        Connection connection = borrow();
        try {
            return BoundTransaction.isActive(holder, connection);
        } catch (SQLException ex) {
            throw JoinedTransaction.failure(ex, connection);
        } finally {
            DataSourceUtils.releaseConnection(connection, this.dataSource);
        }
    }

    /** Whether the thread holds a connection already, in a transaction or not. */
    boolean isBound() {
        return bound() != null;
    }

    /** Runs statements that write nothing. */
    <T> T read(Supplier<T> work) {
        return run(work, WorkKind.READ);
    }

    /** Runs a single statement, which commits by itself unless a transaction is open. */
    <T> T statement(Supplier<T> work) {
        return run(work, WorkKind.STATEMENT);
    }

    /** Runs several statements, all or nothing. */
    <T> T transaction(Supplier<T> work) {
        return run(work, WorkKind.TRANSACTION);
    }

    /** Does what {@link #transaction} does, once: for work that calls the caller's code. */
    <T> T transactionOnce(Supplier<T> work) {
        return run(work, WorkKind.ONCE);
    }

    /** Does what {@link #transaction} does, and undoes failed work also in a transaction of the caller, with its locks. */
    <T> T transactionUndone(Supplier<T> work) {
        return run(work, WorkKind.UNDONE);
    }

    /**
     * Runs a write that makes no difference when it was made before, from its beginning: where it is not known whether it
     * was made, because the connection got lost, it is made again.
     *
     * @param repeated the result of the call, from that of a repeated write: the one before may have been made as well
     */
    <T> T idempotent(Supplier<T> work, UnaryOperator<T> repeated) {
        return (bound() != null) ? work.get() : this.retries.call(call -> repeat(call, work, repeated));
    }

    private static <T> T repeat(Retries.Call call, Supplier<T> work, UnaryOperator<T> repeated) {
        StoreException unknown = null;
        while (true) {
            try {
                T result = work.get();
                return (unknown != null) ? repeated.apply(result) : result;
            } catch (StoreException ex) {
                unknown = PostgresErrors.afterUnknown(unknown, ex);
            }
            call.awaitAnother(unknown);
        }
    }

    /** Refuses every call from now on. */
    void close() {
        this.closed = true;
    }

    private void requireOpen() {
        Arguments.requireOpen(!this.closed);
    }

    private <T> T run(Supplier<T> work, WorkKind kind) {
        requireOpen();
        ConnectionHolder holder = bound();
        return (holder != null)
                ? runOnBound(holder, work, kind)
                : this.retries.call(call -> runOnOwn(call, work, kind));
    }

    private <T> T runOnOwn(Retries.Call call, Supplier<T> work, WorkKind kind) {
        while (true) {
            StoreException failure;
            Connection connection = acquire();
            try {
                return runBound(connection, work, kind, call.remaining());
            } catch (StoreException ex) {
                giveUp(connection, ex);
                failure = ex;
            } finally {
                close(connection);
                letWaitingGoFirst();
            }
            if (kind == WorkKind.ONCE || !PostgresErrors.isUndone(failure)) {
                throw failure;
            }
            call.awaitAnother(failure);
        }
    }

    private <T> T runOnBound(ConnectionHolder holder, Supplier<T> work, WorkKind kind) {
        Connection connection = borrow();
        try {
            return BoundTransaction.isActive(holder, connection)
                    ? JoinedTransaction.run(connection, work, kind)
                    : runBound(connection, work, kind, null);
        } catch (SQLException ex) {
            throw JoinedTransaction.failure(ex, connection);
        } catch (StoreUnavailableException ex) {
            leaveReadOnlyServer(ex);
            throw ex;
        } finally {
            DataSourceUtils.releaseConnection(connection, this.dataSource);
        }
    }

    /** Binds the connection as the store's for the length of a call, in place of the holder that may be there. */
    private <T> T runBound(Connection connection, Supplier<T> work, WorkKind kind, @Nullable Duration remaining) {
        WorkKind own = this.own.kindOf(kind);
        Object former = TransactionSynchronizationManager.unbindResourceIfPossible(this.dataSource);
        BoundTransaction.StoreHolder holder = new BoundTransaction.StoreHolder(connection, own.transactional);
        if (remaining != null) {
            holder.setTimeoutInMillis(remaining.toMillis());
        }
        TransactionSynchronizationManager.bindResource(this.dataSource, holder);
        try {
            return this.own.run(holder, work, own, remaining);
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
    private void giveUp(Connection connection, StoreException ex) {
        if (isOfReadOnlyServer(ex)) {
            attempt(() -> {
                if (this.dataSource.isWrapperFor(HikariDataSource.class)) {
                    HikariPools.evict(this.dataSource.unwrap(HikariDataSource.class), connection);
                }
            });
            leaveReadOnlyServer(ex);
        }
    }

    /**
     * Takes all connections out of the pool, each once it is given back: the others are as old, and what they read may be
     * older than what was written elsewhere. Not more often than once a second, lest a server that stays read-only is
     * kept busy with logins.
     */
    private void leaveReadOnlyServer(StoreException ex) {
        long last = this.lastEviction.get();
        long now = System.nanoTime();
        if (isOfReadOnlyServer(ex)
                && now - last >= EVICTION_INTERVAL.toNanos()
                && this.lastEviction.compareAndSet(last, now)) {
            attempt(() -> {
                if (this.dataSource.isWrapperFor(HikariDataSource.class)) {
                    HikariPools.evictAll(this.dataSource.unwrap(HikariDataSource.class));
                }
            });
        }
    }

    private static boolean isOfReadOnlyServer(StoreException ex) {
        return ex instanceof StoreUnavailableException && PostgresErrors.READ_ONLY.equals(ex.getSqlState());
    }

    /**
     * A pool offers what it gets back to who waits longest, but a thread that asks again at once is faster. Of many more
     * threads than connections, virtual ones above all, most would starve behind the few that run.
     */
    private void letWaitingGoFirst() {
        if (this.dataSource instanceof HikariDataSource pool && HikariPools.isOverrun(pool)) {
            Thread.yield();
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
            requireOpen();
            throw PostgresErrors.unavailable(ex);
        }
    }

    private static void close(Connection connection) {
        attempt(connection::close);
    }

    /** Does its best: the failure that led here is what the caller hears of. */
    private static void attempt(SqlAction action) {
        try {
            action.run();
        } catch (SQLException ex) {
            // What led here matters more.
        }
    }

    private interface SqlAction {

        void run() throws SQLException;
    }
}
