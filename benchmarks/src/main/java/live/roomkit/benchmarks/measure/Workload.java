package live.roomkit.benchmarks.measure;

import java.util.List;

/** Something that is measured, and the ways of doing it. Has no state: what is opened belongs to a {@link Side}. */
public interface Workload {

    /** The word on the command line. */
    String name();

    /** What it does, for the help. */
    String summary();

    /** How much is measured unless the command line says otherwise. */
    Sizes sizes();

    /** The way that is measured, then those it can be compared with; with the first of these unless asked. */
    List<String> sides();

    /**
     * Opens one of the sides. Several are open at once.
     *
     * @throws UsageException when it is not possible here
     */
    Side open(String side, Bench bench) throws Exception;

    /** What is divided by what. */
    default Comparison comparison() {
        return Comparison.THROUGHPUT;
    }

    /** Measures the sides in turn and reports. For what is no comparison of sides, another way. */
    default void run(Bench bench) throws Exception {
        PairedRun.of(this, bench).run();
    }
}
