package live.roomkit.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Contains the result of measuring one implementation for some seconds, or the total of several such results.
 *
 * @param operations the number of acknowledged operations
 * @param times the times of the calls in nanoseconds, if known
 * @param costs totals by name, such as the number of written bytes; reports divide each total by the number of
 *     operations
 * @param figures values by name, such as the share of HOT updates; reports show these values unchanged
 * @param verified whether the check after the measurement succeeded; most checks look for all acknowledged writes in
 *     the database
 */
public record Measurement(
        long operations,
        double seconds,
        @Nullable Histogram times,
        Map<String, Double> costs,
        Map<String, Double> figures,
        boolean verified) {

    /** Returns the number of acknowledged operations per second. */
    public double operationsPerSecond() {
        return this.operations / this.seconds;
    }

    /** Returns the given percentile of the times of the calls in milliseconds, or NaN when no times are known. */
    public double milliseconds(double percentile) {
        return (this.times != null) ? this.times.getValueAtPercentile(percentile) / 1e6 : Double.NaN;
    }

    /**
     * Returns the total of two results. Adds the numbers of operations, the lengths in seconds, the recorded times of
     * calls, and the costs. When {@code figures} of both results contain the same name, the total contains the higher
     * value.
     */
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
