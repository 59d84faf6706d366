package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often, and for how long, the store repeats a call after a transient failure. {@link StoreConnections}
 * decides whether a call may be repeated without writing twice.
 *
 * <p>A call has three attempts. Another attempt begins after a short pause of random length, and only within the
 * statement timeout, counted from the call's beginning. Its statements get the rest of that time. An interrupted thread
 * makes no further attempt.
 *
 * <p>Safe for use by many threads.
 */
final class Retries {

    private static final int MAX_ATTEMPTS = 3;

    private static final long SHORTEST_PAUSE_MILLIS = 10;

    private static final long LONGEST_PAUSE_MILLIS = 60;

    private final Duration patience;

    private final LongAdder conflicts = new LongAdder();

    private final LongAdder lostConnections = new LongAdder();

    private final ThreadLocal<@Nullable Call> current = new ThreadLocal<>();

    /** Creates a limit of the given time. Zero sets no limit. */
    Retries(Duration patience) {
        this.patience = patience;
    }

    /** Returns the number of attempts that followed a serialization failure or a deadlock, since the store was opened. */
    long conflicts() {
        return this.conflicts.sum();
    }

    /** Returns the number of attempts that followed a lost connection or met a read-only server. */
    long lostConnections() {
        return this.lostConnections.sum();
    }

    /** Returns the time limit of a statement. Zero means no limit. */
    Duration patience() {
        return this.patience;
    }

    /** Tells whether the thread is making a call. */
    boolean isInCall() {
        return this.current.get() != null;
    }

    /** Makes a call, or a part of the call that the thread is making. */
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

    /** Tracks one call of the store on the thread that makes it. */
    final class Call {

        private final long start = System.nanoTime();

        private int attempts = 1;

        /** Waits until another attempt may begin, or throws the failure when none may. */
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
         * Returns the time left for all statements of the present attempt, or {@code null} when each has its own time.
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
