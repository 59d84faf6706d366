package live.roomkit.benchmarks.measure;

import java.util.List;

/**
 * A job that is measured, and several implementations of the job. These implementations are called sides. A workload
 * has no state: connections and threads belong to a {@link Side}.
 */
public interface Workload {

    /** Returns the name by which the command line selects this workload. */
    String name();

    /** Returns a description of the workload for the help text. */
    String summary();

    /** Returns the default sizes of the measurement. */
    Sizes sizes();

    /**
     * Returns the names of the implementations that this workload can measure. The first implementation is compared
     * with one or more of the others, by default with the second.
     */
    List<String> sides();

    /**
     * Prepares the implementation with the given name for its measurement. Several of the returned objects may be open
     * at the same time.
     *
     * @throws UsageException when this implementation cannot run on this machine
     */
    Side open(String side, Bench bench) throws Exception;

    /** Returns the figure by which this workload compares two implementations. */
    default Comparison comparison() {
        return Comparison.THROUGHPUT;
    }

    /**
     * Measures the implementations in turn and reports the results. A workload that needs another procedure overrides
     * this method.
     */
    default void run(Bench bench) throws Exception {
        PairedRun.of(this, bench).run();
    }
}
