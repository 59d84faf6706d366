package live.roomkit.benchmarks.measure;

/** Quantity by which two sides are compared. */
public enum Comparison {

    /** Operations per second. A higher ratio means that the first side is better. */
    THROUGHPUT {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.operationsPerSecond() / second.operationsPerSecond();
        }
    },

    /** 99th percentile of the times of calls. A lower ratio means that the first side is better. */
    TAIL {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.milliseconds(99) / second.milliseconds(99);
        }
    },

    /** Median time of a call. A lower ratio means that the first side is better. */
    TIME {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.milliseconds(50) / second.milliseconds(50);
        }
    };

    abstract double ratio(Measurement first, Measurement second);
}
