package live.roomkit.benchmarks.measure;

import java.util.SplittableRandom;

/**
 * Contains the state of one thread that repeats a measured task for some seconds. During these seconds, no other thread
 * uses this object. The next measurement uses new {@code Caller} objects.
 */
public final class Caller {

    private final int number;

    private final SplittableRandom random;

    private long calls;

    Caller(int number) {
        this.number = number;
        this.random = new SplittableRandom(number);
    }

    /** Returns the number of this caller, counted from 0. */
    public int number() {
        return this.number;
    }

    /**
     * Returns the number of completed calls. During a call, the result is also the index of this call, counted from 0.
     */
    public long calls() {
        return this.calls;
    }

    /** Returns a random number generator whose seed is the number of this caller. */
    public SplittableRandom random() {
        return this.random;
    }

    void returned() {
        this.calls++;
    }
}
