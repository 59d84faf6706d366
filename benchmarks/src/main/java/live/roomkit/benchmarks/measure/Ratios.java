package live.roomkit.benchmarks.measure;

import java.util.Collections;
import java.util.List;

/** Median and range of some ratios. */
public record Ratios(double median, double min, double max, int pairs) {

    /** Returns the median and range of the given ratios. The list must not be empty. */
    public static Ratios of(List<Double> ratios) {
        List<Double> sorted = ratios.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Ratios(median, Collections.min(sorted), Collections.max(sorted), sorted.size());
    }
}
