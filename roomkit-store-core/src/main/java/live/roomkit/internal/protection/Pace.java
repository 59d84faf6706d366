package live.roomkit.internal.protection;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Keeps the steps of a sweep short, and leaves most of the time to others. A step that took long makes the following steps
 * smaller. Before the next step the sweep rests for a multiple of the time that the step took, so it slows down where the
 * database is busy.
 */
final class Pace {

    static final Duration LONG = Duration.ofMillis(5);

    private static final int RESTS_PER_STEP = 6;

    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final int smallest;

    private final int largest;

    private int size;

    private long elapsed;

    /**
     * Creates a pace whose steps may examine between {@code smallest} and {@code largest} records. Long steps do not shrink
     * below {@code smallest}, because the wait for a commit does not get shorter with the step.
     */
    Pace(int smallest, int largest) {
        this.smallest = smallest;
        this.largest = largest;
        this.size = smallest;
    }

    /** Runs a step with the number of records that it may examine. */
    <T> T step(IntFunction<T> step) {
        long begin = System.nanoTime();
        T result = step.apply(this.size);
        this.elapsed = System.nanoTime() - begin;
        adapt(this.elapsed);
        return result;
    }

    /** Rests after the last step, if there was one. An interrupt ends the rest. */
    void rest() {
        LockSupport.parkNanos(this, Math.min(this.elapsed * RESTS_PER_STEP, LONGEST_REST.toNanos()));
    }

    /** Adapts the size of the next step to the time that the last one took, and returns the size. */
    int adapt(long nanos) {
        if (nanos > LONG.toNanos()) {
            this.size = Math.max(this.size / 2, this.smallest);
        } else if (nanos < LONG.toNanos() / 2) {
            this.size = Math.min(this.size * 2, this.largest);
        }
        return this.size;
    }
}
