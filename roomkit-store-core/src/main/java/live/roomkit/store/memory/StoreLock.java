package live.roomkit.store.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Locks a room, or all identities, as row locks and snapshots do in a database.
 *
 * <p>Writers exclude each other by a reentrant lock, and code of the caller may run under it. The data has a second
 * lock. It is held only while a value is read or replaced, never while other code runs. Readers therefore never wait
 * for code of a caller, and rooms never wait for each other. A retired lock refuses every write.
 */
final class StoreLock {

    /** Longest wait of a writer, in seconds. The limit ends the wait of two callers who wait for each other's rooms. */
    private static final long WRITER_TIMEOUT_SECONDS = 10;

    private final String name;

    private final Supplier<StoreException> gone;

    private final ReentrantLock writers = new ReentrantLock();

    private final ReadWriteLock data = new ReentrantReadWriteLock();

    private boolean retired;

    /**
     * Creates a lock.
     *
     * @param name the name of the data in messages, such as {@code Room room-1}
     * @param gone creates the exception for writes after the lock was retired
     */
    StoreLock(String name, Supplier<StoreException> gone) {
        this.name = name;
        this.gone = gone;
    }

    /** Reads the data at one moment. */
    <T extends @Nullable Object> T read(Supplier<T> question) {
        return locked(this.data.readLock(), question);
    }

    /** Changes the data. No reader sees a partial change. */
    <T extends @Nullable Object> T write(Supplier<T> change) {
        return hold(() -> locked(this.data.writeLock(), change));
    }

    /** Changes the data as {@link #write} does, without a result. */
    void change(Runnable change) {
        this.<@Nullable Object>write(() -> {
            change.run();
            return null;
        });
    }

    /** Runs any code while no other thread may write. The code itself may write. */
    <T extends @Nullable Object> T hold(Supplier<T> work) {
        acquire();
        try {
            if (this.retired) {
                throw this.gone.get();
            }
            return work.get();
        } finally {
            this.writers.unlock();
        }
    }

    /** Refuses all further writes and runs the code. Does nothing when the lock is retired already. */
    boolean retire(Runnable work) {
        acquire();
        try {
            if (this.retired) {
                return false;
            }
            this.retired = true;
            work.run();
            return true;
        } finally {
            this.writers.unlock();
        }
    }

    private void acquire() {
        if (!this.writers.tryLock() && !await()) {
            throw new StoreTimeoutException(
                    this.name + " is locked by another thread: the write stopped waiting and changed nothing",
                    null,
                    null);
        }
    }

    private boolean await() {
        try {
            return this.writers.tryLock(WRITER_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T extends @Nullable Object> T locked(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
