package live.roomkit.benchmarks.measure;

import java.util.SplittableRandom;

/**
 * Contains the state of one calling thread. A measurement consists of slices of some seconds, and each slice has new
 * callers. Until the slice ends, only the calling thread uses this object.
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

    /** Returns a random number generator. The seed is the number of the caller, so it is the same in every slice. */
    public SplittableRandom random() {
        return this.random;
    }

    void returned() {
        this.calls++;
    }
}
