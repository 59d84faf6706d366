package live.roomkit.benchmarks.measure;

import java.util.SplittableRandom;

/**
 * Contains the state of one calling thread during one slice of a measurement. Until the slice ends, only the calling thread
 * uses its state.
 */
public final class Caller {

    private final int number;

    private final SplittableRandom random;

    private long calls;

    Caller(int number) {
        this.number = number;
        this.random = new SplittableRandom(number);
    }

    /** Returns the number of the caller, from 0. */
    public int number() {
        return this.number;
    }

    /** Returns the number of completed calls, which is also the number of the current call, counted from 0. */
    public long calls() {
        return this.calls;
    }

    /**
     * Returns a random number generator. Each caller has a different seed, and has the same seed in every slice.
     */
    public SplittableRandom random() {
        return this.random;
    }

    void returned() {
        this.calls++;
    }
}
