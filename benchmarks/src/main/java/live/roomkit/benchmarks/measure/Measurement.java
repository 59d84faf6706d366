package live.roomkit.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a slice, or several of one side, came to.
 *
 * @param operations how many operations were acknowledged
 * @param seconds how long that took
 * @param times the time of each call in nanoseconds, if known
 * @param costs what all of it cost, by name: bytes, microseconds, statements; reported per operation
 * @param figures other figures of the side, by name; reported as they are
 * @param verified whether what was acknowledged was found afterwards
 */
public record Measurement(
        long operations,
        double seconds,
        @Nullable Histogram times,
        Map<String, Double> costs,
        Map<String, Double> figures,
        boolean verified) {

    /** How many operations were acknowledged in a second. */
    public double operationsPerSecond() {
        return this.operations / this.seconds;
    }

    /** The time that so many percent of the calls took at most. */
    public double milliseconds(double percentile) {
        return (this.times != null) ? this.times.getValueAtPercentile(percentile) / 1e6 : Double.NaN;
    }

    /** Both together; of the other figures, the highest. */
    public Measurement plus(Measurement other) {
        return new Measurement(
                this.operations + other.operations,
                this.seconds + other.seconds,
                sum(this.times, other.times),
                merge(this.costs, other.costs, Double::sum),
                merge(this.figures, other.figures, Math::max),
                this.verified && other.verified);
    }

    private static @Nullable Histogram sum(@Nullable Histogram left, @Nullable Histogram right) {
        if (left == null || right == null) {
            return null;
        }
        Histogram sum = left.copy();
        sum.add(right);
        return sum;
    }

    private static Map<String, Double> merge(
            Map<String, Double> left, Map<String, Double> right, BinaryOperator<Double> how) {
        Map<String, Double> merged = new LinkedHashMap<>(left);
        right.forEach((name, value) -> merged.merge(name, value, how));
        return merged;
    }
}
