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
 * Protects a room, or all identities, in the way in which row locks and snapshots of a database protect rows.
 *
 * <p>Only one thread at a time can write. The writing thread holds a reentrant lock, even while it runs a function that
 * the caller of the store passed. A second lock protects the data itself. A thread holds the second lock only while it
 * reads or replaces data, and never while it runs a function of the caller. So readers never wait for a function of the
 * caller. After {@link #retire}, every write fails.
 */
final class StoreLock {

    /**
     * Maximum time that a writer waits for the lock, in seconds. This time limit ends a deadlock in which each of two
     * threads holds the lock of one room and waits for the lock of the other room.
     */
    private static final long WRITER_TIMEOUT_SECONDS = 10;

    private final String name;

    private final Supplier<StoreException> gone;

    private final ReentrantLock writers = new ReentrantLock();

    private final ReadWriteLock data = new ReentrantReadWriteLock();

    private boolean retired;

    /**
     * Creates a lock.
     *
     * @param name the name of the protected data in exception messages, such as {@code Room room-1}
     * @param gone creates the exception for a write after the lock was retired
     */
    StoreLock(String name, Supplier<StoreException> gone) {
        this.name = name;
        this.gone = gone;
    }

    /** Reads the data in one snapshot. */
    <T extends @Nullable Object> T read(Supplier<T> question) {
        return locked(this.data.readLock(), question);
    }

    /** Changes the data. Readers see the data before or after the change, never in between. */
    <T extends @Nullable Object> T write(Supplier<T> change) {
        return hold(() -> locked(this.data.writeLock(), change));
    }

    void change(Runnable change) {
        this.<@Nullable Object>write(() -> {
            change.run();
            return null;
        });
    }

    /** Runs a function while no other thread can write the data. The function itself may write the data. */
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

    /**
     * Makes all later writes fail, and then runs {@code work}. Returns {@code false} and does nothing when the lock is
     * already retired.
     */
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
