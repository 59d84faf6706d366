package live.roomkit.internal.protection;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Limits the load that a sweep puts on the database. A sweep works in steps. When a step takes long, the next step
 * examines fewer records. Before each step, the sweep rests for a multiple of the time that the previous step took. So
 * the sweep slows down when the database is busy.
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
     * Creates a pace for a sweep whose steps examine {@code smallest} to {@code largest} records. A step with even
     * fewer records would take almost as long as a step with {@code smallest} records, because each step waits for the
     * commit of its transaction.
     */
    Pace(int smallest, int largest) {
        this.smallest = smallest;
        this.largest = largest;
        this.size = smallest;
    }

    /** Runs a step. The argument of {@code step} is the number of records that the step may examine. */
    <T> T step(IntFunction<T> step) {
        long begin = System.nanoTime();
        T result = step.apply(this.size);
        this.elapsed = System.nanoTime() - begin;
        adapt(this.elapsed);
        return result;
    }

    /** Rests after the previous step, if there was one. An interrupt of the thread ends the pause early. */
    void rest() {
        LockSupport.parkNanos(this, Math.min(this.elapsed * RESTS_PER_STEP, LONGEST_REST.toNanos()));
    }

    /**
     * Sets the number of records of the next step according to the duration of the previous step, and returns this
     * number.
     */
    int adapt(long nanos) {
        if (nanos > LONG.toNanos()) {
            this.size = Math.max(this.size / 2, this.smallest);
        } else if (nanos < LONG.toNanos() / 2) {
            this.size = Math.min(this.size * 2, this.largest);
        }
        return this.size;
    }
}
