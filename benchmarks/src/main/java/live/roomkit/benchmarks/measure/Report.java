package live.roomkit.benchmarks.measure;

import java.util.List;

/** Receives the results of a run. */
public interface Report {

    /** Reports the total of all slices of a side. */
    void side(String workload, String side, Sizes sizes, Measurement total);

    /** Reports the ratios of two sides: one ratio for each pair of slices. */
    void ratio(String workload, String first, String second, List<Double> ratios);

    /** Reports progress to a person who waits. */
    void progress(String text);
}
