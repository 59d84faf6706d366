package live.roomkit.benchmarks.measure;

import java.util.SplittableRandom;

/** One of the threads that call, within one slice. Of use to that thread alone until the slice is over. */
public final class Caller {

    private final int number;

    private final SplittableRandom random;

    private long calls;

    Caller(int number) {
        this.number = number;
        this.random = new SplittableRandom(number);
    }

    /** Its number, from 0. */
    public int number() {
        return this.number;
    }

    /** How many calls returned so far; hence also the number of the current one, from 0. */
    public long calls() {
        return this.calls;
    }

    /** Different for each caller, the same in each slice. */
    public SplittableRandom random() {
        return this.random;
    }

    void returned() {
        this.calls++;
    }
}
