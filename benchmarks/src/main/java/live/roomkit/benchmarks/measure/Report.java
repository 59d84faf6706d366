package live.roomkit.benchmarks.measure;

import java.util.List;

/** Receives the results of a run. */
public interface Report {

    /**
     * Reports the total result of one of the implementations that a workload compares.
     *
     * @param side the name of the implementation
     */
    void side(String workload, String side, Sizes sizes, Measurement total);

    /**
     * Reports the comparison of two implementations, which are given by their names.
     *
     * @param ratios the ratio of the first result to the second result, for each turn of the measurement
     */
    void ratio(String workload, String first, String second, List<Double> ratios);

    /** Reports progress to a person who waits. */
    void progress(String text);
}
