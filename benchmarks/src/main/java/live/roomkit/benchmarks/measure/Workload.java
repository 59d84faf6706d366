package live.roomkit.benchmarks.measure;

import java.util.List;

/**
 * Job to measure, which several sides do in different ways. A workload has no state: opened resources belong to a
 * {@link Side}.
 */
public interface Workload {

    /** Returns the name for the command line. */
    String name();

    /** Returns a description for the help. */
    String summary();

    /** Returns the sizes that apply unless the command line gives others. */
    Sizes sizes();

    /**
     * Returns the side to measure, then the sides it can be compared with. The first of the compared sides is the default.
     */
    List<String> sides();

    /**
     * Opens one of the sides. Several sides are open at the same time.
     *
     * @throws UsageException when the side cannot be opened on this machine
     */
    Side open(String side, Bench bench) throws Exception;

    /** Returns the quantity whose ratio is reported. */
    default Comparison comparison() {
        return Comparison.THROUGHPUT;
    }

    /** Measures the sides in turn and reports the results. Workloads that do not compare sides override it. */
    default void run(Bench bench) throws Exception {
        PairedRun.of(this, bench).run();
    }
}
