package live.roomkit.benchmarks.measure;

/** Figure by which two implementations of the same job are compared. */
public enum Comparison {

    /** Operations per second. A ratio above 1 means that the first implementation is faster than the second. */
    THROUGHPUT {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.operationsPerSecond() / second.operationsPerSecond();
        }
    },

    /**
     * 99th percentile of the times of calls. A ratio below 1 means that the first implementation is faster than the
     * second.
     */
    TAIL {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.milliseconds(99) / second.milliseconds(99);
        }
    },

    /** Median time of a call. A ratio below 1 means that the first implementation is faster than the second. */
    TIME {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.milliseconds(50) / second.milliseconds(50);
        }
    };

    abstract double ratio(Measurement first, Measurement second);
}
