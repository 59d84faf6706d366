package live.roomkit.benchmarks.measure;

import java.util.List;

/**
 * A job that is measured, with several implementations called sides. A workload has no state: resources belong to a
 * {@link Side}.
 */
public interface Workload {

    /** Returns the name of the workload on the command line. */
    String name();

    /** Returns a description of the workload for the help text. */
    String summary();

    /** Returns the default sizes of the measurement. */
    Sizes sizes();

    /**
     * Returns the names of the sides. The first side is compared with one or more of the others, by default with the
     * second.
     */
    List<String> sides();

    /**
     * Opens a side. Several sides may be open at the same time.
     *
     * @throws UsageException when the side cannot be opened on this machine
     */
    Side open(String side, Bench bench) throws Exception;

    /** Returns the quantity by which two sides are compared. */
    default Comparison comparison() {
        return Comparison.THROUGHPUT;
    }

    /** Measures the sides in turn and reports the results. A workload that does not compare sides overrides this method. */
    default void run(Bench bench) throws Exception {
        PairedRun.of(this, bench).run();
    }
}
