package live.roomkit.benchmarks.measure;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one run of a workload. A workload measures several implementations of the same job. These implementations
 * are called sides.
 *
 * @param against the names of the sides that the command line selects; empty for the default of the workload. Most
 *     workloads compare the first side in {@link Workload#sides()} with each of these sides
 * @param callersSeries the numbers of callers for which the measurement is repeated; empty for a single measurement
 * @param svg the file for a plot, if wanted
 */
public record Bench(
        Sizes sizes,
        List<String> against,
        List<Integer> callersSeries,
        @Nullable Path svg,
        Server server,
        Report report) {

    /** Returns the same settings with other sizes. */
    public Bench withSizes(Sizes sizes) {
        return new Bench(sizes, this.against, this.callersSeries, this.svg, this.server, this.report);
    }

    /** Returns the same settings with another server. */
    public Bench withServer(Server server) {
        return new Bench(this.sizes, this.against, this.callersSeries, this.svg, server, this.report);
    }
}
