package live.roomkit.benchmarks.measure;

import java.util.SplittableRandom;

/** State of one calling thread within one slice. Only that thread uses it until the slice is over. */
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

    /** Returns how many calls have returned so far, which is also the number of the current call, from 0. */
    public long calls() {
        return this.calls;
    }

    /** Returns a source of random numbers that differs between callers and is the same in each slice. */
    public SplittableRandom random() {
        return this.random;
    }

    void returned() {
        this.calls++;
    }
}
