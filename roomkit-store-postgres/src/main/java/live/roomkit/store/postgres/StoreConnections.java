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
 * Chooses the connection and the transaction in which the store works.
 *
 * <p>The store joins a transaction that the caller has open on the store's DataSource, whichever transaction manager
 * opened it: the connection bound to the thread tells, without asking a manager. {@link JoinedTransaction} describes
 * the work in it. Otherwise the store takes a connection for the call, commits, and gives it back, see
 * {@link OwnTransaction}. It binds the connection to the thread meanwhile. A nested call (from the change of
 * {@code updateRoom}) then works on the same connection, and so does a transaction that begins there. A thread never
 * takes a second connection while it holds one.
 *
 * <p>A connection may be bound without any transaction: Spring keeps one for the length of another manager's
 * transaction after its first use. The store then works on that connection and commits by itself.
 *
 * <p>On a connection that it took itself, the store repeats work after a conflict with another transaction or a lost
 * connection, if it is certain that nothing was written: a read, or a transaction before its commit. A statement that
 * commits by itself may have been carried out although its answer is lost. The store repeats such a statement only when
 * a repetition makes no difference. It repeats nothing in a transaction of the caller.
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

    /** One permit for each call in progress on a connection of the store's own. */
    private final Semaphore callers = new Semaphore(MAX_CALLERS);

    private volatile boolean closed;

    /**
     * Creates the connections of a store.
     *
     * @param strictByDefault whether transactions of the DataSource may be stricter than READ COMMITTED by default
     * @param longestCall the longest time for which {@link #close} waits for the calls in progress; zero sets no limit
     * @param readOnly whether every write is refused
     */
    StoreConnections(
            DataSource dataSource, Retries retries, boolean strictByDefault, Duration longestCall, boolean readOnly) {
        this.dataSource = dataSource;
        this.retries = retries;
        this.longestCall = longestCall;
        this.readOnly = readOnly;
        this.own = new OwnTransaction(retries.patience(), strictByDefault);
    }

    /** Checks whether a call made now would work in an open transaction. */
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

    /** Checks whether the thread holds a connection already, in a transaction or outside one. */
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

    /**
     * Does what {@link #transaction} does, and rolls failed work back to a savepoint in a transaction of the caller,
     * with its locks.
     */
    <T> T transactionUndone(Supplier<T> work) {
        return run(work, WorkKind.UNDONE);
    }

    /**
     * Runs an idempotent write, from its beginning. It repeats the write when a lost connection leaves open whether it
     * was made.
     *
     * @param work the write, which is given the number of its earlier attempts
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
     * Refuses every call from now on, waits for the calls in progress for as long as one may take, and closes the pool.
     * Other closers wait for the first. An interrupted thread does not wait, and neither does a thread that closes the
     * store within a call of it.
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

    /** Refuses a call that begins after the closing. A call in progress makes all its parts. */
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

    /** Makes a call, for which {@link #close} waits, or a part of the call that the thread is making. */
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

    /** Binds the connection as the store's for the length of a call, and restores a former holder afterwards. */
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
     * Takes a connection out of the pool when its server refuses writes, as after a failover. The pool itself removes
     * lost connections.
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
     * Takes all connections out of the pool, each once it is given back. The others are as old, and may read older data
     * than another server holds. Acts at most once a second, so that a server that stays read-only is not kept busy
     * with logins.
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
     * Lets threads that wait for a connection go first. The pool offers a returned connection to the thread that waits
     * longest, but a thread that asks again at once is faster. When many more threads than connections ask, above
     * all virtual threads, most of them would starve behind the few that run.
     */
    private void letWaitingGoFirst() {
        if (this.dataSource instanceof HikariDataSource pool && HikariPools.isOverrun(pool)) {
            Thread.yield();
        }
    }

    private @Nullable ConnectionHolder bound() {
        return (ConnectionHolder) TransactionSynchronizationManager.getResource(this.dataSource);
    }

    /** Returns the connection that is bound to the thread. The caller releases it after use. */
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

    /** Runs the action and ignores its failure, because the caller hears of the original failure. */
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
