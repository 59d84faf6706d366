package live.roomkit.benchmarks.measure;

/** What the ratio of two sides is taken of. */
public enum Comparison {

    /** Operations a second: the higher, the better for the first side. */
    THROUGHPUT {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.operationsPerSecond() / second.operationsPerSecond();
        }
    },

    /** The median time of a call: the lower, the better for the first side. */
    TIME {
        @Override
        double ratio(Measurement first, Measurement second) {
            return first.milliseconds(50) / second.milliseconds(50);
        }
    };

    abstract double ratio(Measurement first, Measurement second);
}
