package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often and how long a call of the store is repeated after transient failures. {@link StoreConnections}
 * decides whether a call can be repeated without writing anything twice.
 *
 * <p>A call has at most three attempts. Before each further attempt, the thread waits for a short random time. A
 * further attempt begins only when less time than the statement timeout has passed since the beginning of the call. All
 * statements of this attempt together have only the rest of the statement timeout. An interrupted thread makes no
 * further attempt.
 *
 * <p>This class is safe for use by many threads.
 */
final class Retries {

    private static final int MAX_ATTEMPTS = 3;

    private static final long SHORTEST_PAUSE_MILLIS = 10;

    private static final long LONGEST_PAUSE_MILLIS = 60;

    private final Duration patience;

    private final LongAdder conflicts = new LongAdder();

    private final LongAdder lostConnections = new LongAdder();

    private final ThreadLocal<@Nullable Call> current = new ThreadLocal<>();

    Retries(Duration patience) {
        this.patience = patience;
    }

    /** Returns the number of retries after a serialization failure or a deadlock. */
    long conflicts() {
        return this.conflicts.sum();
    }

    /** Returns the number of retries after a connection was lost or a read-only server refused a write. */
    long lostConnections() {
        return this.lostConnections.sum();
    }

    /** Returns the statement timeout. Zero means no limit. */
    Duration patience() {
        return this.patience;
    }

    /** Tells whether {@link #call} is running on the current thread. */
    boolean isInCall() {
        return this.current.get() != null;
    }

    /**
     * Runs the work as a call of the store. When the current thread is already inside a call, the work becomes a part
     * of that call.
     */
    <T> T call(Function<Call, T> work) {
        Call outer = this.current.get();
        if (outer != null) {
            return work.apply(outer);
        }
        Call call = new Call();
        this.current.set(call);
        try {
            return work.apply(call);
        } finally {
            this.current.remove();
        }
    }

    /**
     * Contains the start time of one call of the store, and the number of its attempts. Only the thread that makes the
     * call uses this object.
     */
    final class Call {

        private final long start = System.nanoTime();

        private int attempts = 1;

        /**
         * Waits before the next attempt of the call. Throws the given failure instead when no further attempt is
         * allowed.
         */
        void awaitAnother(StoreException failure) {
            long pause =
                    this.attempts * ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
            if (this.attempts == MAX_ATTEMPTS || isOver(Duration.ofMillis(pause))) {
                throw failure;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                throw failure;
            }
            this.attempts++;
            (PostgresErrors.isConflict(failure) ? Retries.this.conflicts : Retries.this.lostConnections).increment();
        }

        private boolean isOver(Duration pause) {
            return isLimited() && elapsed().plus(pause).compareTo(Retries.this.patience) >= 0;
        }

        /**
         * Returns the time that remains for all statements of a repeated attempt together. Returns {@code null} for the
         * first attempt, and when there is no timeout. In the first attempt, each statement may take the full statement
         * timeout.
         */
        @Nullable
        Duration remaining() {
            if (this.attempts == 1 || !isLimited()) {
                return null;
            }
            Duration remaining = Retries.this.patience.minus(elapsed());
            return remaining.toMillis() > 0 ? remaining : Duration.ofMillis(1);
        }

        private boolean isLimited() {
            return !Retries.this.patience.isZero();
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - this.start);
        }
    }
}
