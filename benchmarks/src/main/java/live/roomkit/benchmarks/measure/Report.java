package live.roomkit.benchmarks.measure;

import java.util.List;

/** Where results go. */
public interface Report {

    /** What a side came to in all its slices. */
    void side(String workload, String side, Sizes sizes, Measurement total);

    /** The ratios of two sides, one for each pair of slices. */
    void ratio(String workload, String first, String second, List<Double> ratios);

    /** What is going on, for somebody who waits. */
    void progress(String text);
}
