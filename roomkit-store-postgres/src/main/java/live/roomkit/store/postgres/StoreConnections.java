package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import javax.sql.DataSource;
import live.roomkit.internal.store.Arguments;
import live.roomkit.store.ReadOnlyStoreException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Chooses the connection and the transaction for the store's work, and runs the work.
 *
 * <p>When the caller has an open transaction on the store's DataSource, the store joins it, see
 * {@link JoinedTransaction}. The store recognizes the transaction by the connection that is bound to the thread, so
 * every transaction manager that binds its connection in this way is supported. When the caller has no transaction, the
 * store takes a connection from the DataSource, runs and commits its work, and returns the connection, see
 * {@link OwnTransaction}. During the call the store binds its connection to the thread. When a function that is passed
 * to {@code updateRoom} calls the store or begins a transaction, this call or transaction uses the same connection. A
 * thread therefore never takes a second connection while it holds one.
 *
 * <p>During a transaction on another DataSource, Spring may also bind a connection of the store's DataSource to the
 * thread, so that later calls reuse the connection. No transaction of the caller is open on such a connection. The
 * store uses the connection, and commits its own work on it.
 *
 * <p>When no connection was bound to the thread before the call, the store repeats work after a serialization failure,
 * a deadlock, a lost connection, or a write that a read-only server refused. The store repeats work that certainly
 * wrote nothing, such as a read, or a transaction that failed before its commit. When the connection is lost during an
 * auto-committed statement or a commit, the write may have been committed. In this case, the store repeats only an
 * idempotent write. When a connection was bound, as in a transaction of the caller, the store repeats nothing.
 */
final class StoreConnections {

    private static final Duration EVICTION_INTERVAL = Duration.ofSeconds(1);

    private static final int MAX_CALLERS = Integer.MAX_VALUE;

    private final DataSource dataSource;

    private final Retries retries;

    private final Duration longestCall;

    private final boolean readOnly;

    private final OwnTransaction own;

    private final AtomicLong lastEviction = new AtomicLong(System.nanoTime() - EVICTION_INTERVAL.toNanos());

    /** Permits for calls. Each call in progress holds one. {@link #close} waits for all permits. */
    private final Semaphore callers = new Semaphore(MAX_CALLERS);

    private volatile boolean closed;

    /**
     * Creates the object that runs the work of a store.
     *
     * @param strictByDefault whether the default isolation level of the DataSource may be stricter than READ COMMITTED
     * @param longestCall the longest time that {@link #close} waits for calls in progress; zero means no limit
     */
    StoreConnections(
            DataSource dataSource, Retries retries, boolean strictByDefault, Duration longestCall, boolean readOnly) {
        this.dataSource = dataSource;
        this.retries = retries;
        this.longestCall = longestCall;
        this.readOnly = readOnly;
        this.own = new OwnTransaction(retries.patience(), strictByDefault);
    }

    /** Tells whether a call of the store on this thread would join an open transaction. */
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

    /** Tells whether a connection of the store's DataSource is bound to this thread. */
    boolean isBound() {
        return bound() != null;
    }

    boolean isRollbackOnly() {
        ConnectionHolder holder = bound();
        return holder != null && holder.isRollbackOnly();
    }

    /**
     * Tells whether only the store's connection takes part in the transaction of this thread. Other participants, such
     * as JPA, may hold back writes until the commit.
     */
    boolean isOnlyParticipant() {
        return bound() != null
                && TransactionSynchronizationManager.getResourceMap().size() == 1
                && (!TransactionSynchronizationManager.isSynchronizationActive()
                        || TransactionSynchronizationManager.getSynchronizations()
                                .isEmpty());
    }

    <T> T read(Supplier<T> work) {
        return run(work, WorkKind.READ);
    }

    /** Runs a single statement. Outside a transaction, it is normally auto-committed, see {@link OwnTransaction}. */
    <T> T statement(Supplier<T> work) {
        return run(work, WorkKind.STATEMENT);
    }

    <T> T transaction(Supplier<T> work) {
        return run(work, WorkKind.TRANSACTION);
    }

    /**
     * Runs the work as {@link #transactionUndone} does, but does not repeat it after a failure. The work may call a
     * function that the application has passed to the store. The store must call such a function only once.
     */
    <T> T transactionOnce(Supplier<T> work) {
        return run(work, WorkKind.ONCE);
    }

    /**
     * Runs several statements in a transaction, like {@link #transaction}. In a transaction of the caller, sets a
     * savepoint before the work, and rolls back to this savepoint when the work fails. The rollback also releases the
     * locks of the statements.
     */
    <T> T transactionUndone(Supplier<T> work) {
        return run(work, WorkKind.UNDONE);
    }

    /**
     * Runs an idempotent write. Repeats the write when the connection was lost and it is unknown whether the write was
     * committed.
     *
     * @param work the write, which receives the number of earlier attempts
     */
    <T> T idempotent(IntFunction<T> work) {
        refuseIfReadOnly(WorkKind.TRANSACTION);
        return (bound() != null) ? work.apply(0) : call(call -> repeat(call, work));
    }

    private static <T> T repeat(Retries.Call call, IntFunction<T> work) {
        StoreException unknown = null;
        for (int attempts = 0; true; attempts++) {
            try {
                return work.apply(attempts);
            } catch (StoreException ex) {
                unknown = PostgresErrors.afterUnknown(unknown, ex);
            }
            call.awaitAnother(unknown);
        }
    }

    /**
     * Closes the store: refuses new calls, waits for calls in progress, and closes the pool. The wait takes at most
     * {@code longestCall}; zero means no limit. When another thread is already closing the store, this method also
     * waits for that thread. This method closes the pool without waiting when the current thread is interrupted or is
     * inside a call of the store.
     *
     * @param pool closes the connection pool
     */
    void close(Runnable pool) {
        this.closed = true;
        boolean alone = !this.retries.isInCall() && awaitCallers();
        try {
            pool.run();
        } finally {
            if (alone) {
                this.callers.release(MAX_CALLERS);
            }
        }
    }

    private boolean awaitCallers() {
        try {
            if (this.longestCall.isZero()) {
                this.callers.acquire(MAX_CALLERS);
                return true;
            }
            return this.callers.tryAcquire(MAX_CALLERS, this.longestCall.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isClosed() {
        return this.closed;
    }

    /** Throws an exception when the store is closed, except inside a call that began before the store was closed. */
    void requireOpen() {
        Arguments.requireOpen(!this.closed || this.retries.isInCall());
    }

    private void refuseIfReadOnly(WorkKind kind) {
        if (this.readOnly && kind != WorkKind.READ) {
            requireOpen();
            throw new ReadOnlyStoreException();
        }
    }

    private <T> T run(Supplier<T> work, WorkKind kind) {
        refuseIfReadOnly(kind);
        ConnectionHolder holder = bound();
        if (holder != null) {
            requireOpen();
            return runOnBound(holder, work, kind);
        }
        return call(call -> runOnOwn(call, work, kind));
    }

    /**
     * Runs the work as a call of the store. When the current thread is already inside a call, the work becomes a part
     * of that call. {@link #close} waits for the call.
     */
    private <T> T call(Function<Retries.Call, T> work) {
        if (this.retries.isInCall()) {
            return this.retries.call(work);
        }
        requireOpen();
        this.callers.acquireUninterruptibly();
        try {
            requireOpen();
            return this.retries.call(work);
        } catch (StoreUnavailableException ex) {
            if (ex.isOutcomeKnown()) {
                requireOpen();
            }
            throw ex;
        } finally {
            this.callers.release();
        }
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
     * Removes a connection from the pool when its server refuses writes, as a former primary does after a failover. The
     * pool itself removes lost connections.
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
     * Removes all connections from the pool after a server has refused a write, because all connections probably lead
     * to the same former primary. A connection in use is removed when it is returned. The pool is emptied at most once
     * per second, to limit the number of new logins when the server stays read-only.
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
     * Lets other threads run first when many of them wait for a connection. The pool offers a returned connection to
     * the thread that has waited longest, but a running thread that requests another connection can be faster. Without
     * this method, most threads would never get a connection when there are many more threads than connections, as is
     * usual with virtual threads.
     */
    private void letWaitingGoFirst() {
        if (this.dataSource instanceof HikariDataSource pool && HikariPools.isOverrun(pool)) {
            Thread.yield();
        }
    }

    private @Nullable ConnectionHolder bound() {
        return (ConnectionHolder) TransactionSynchronizationManager.getResource(this.dataSource);
    }

    /** Returns the connection that is bound to the thread. The caller must release the connection after use. */
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

    private static void close(Connection connection) {
        attempt(connection::close);
    }

    private static void attempt(SqlAction action) {
        try {
            action.run();
        } catch (SQLException ex) {
            // The original failure matters more.
        }
    }

    private interface SqlAction {

        void run() throws SQLException;
    }
}
