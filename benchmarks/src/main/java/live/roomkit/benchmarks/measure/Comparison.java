package live.roomkit.benchmarks.measure;

/**
 * Figure by which two implementations of the same job are compared. Their ratio is the figure of the first
 * implementation divided by the figure of the second.
 */
public enum Comparison {

    /** Number of operations per second. The implementation with the higher number is faster. */
    THROUGHPUT {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.operationsPerSecond() / second.operationsPerSecond();
        }
    },

    /** 99th percentile of the times of calls. The implementation with the lower percentile is faster. */
    TAIL {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.milliseconds(99) / second.milliseconds(99);
        }
    },

    /** Median time of a call. The implementation with the lower median is faster. */
    TIME {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.milliseconds(50) / second.milliseconds(50);
        }
    };

    abstract double ratio(Measurement first, Measurement second);
}
