package live.roomkit.benchmarks.measure;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workload is run with.
 *
 * @param sizes how much is measured
 * @param against what the first side is compared with; empty for the workload's own choice
 * @param callersSeries numbers of callers to repeat the measurement with; empty for none
 * @param svg where to write a plot, if wanted
 * @param server the server
 * @param report where the results go
 */
public record Bench(
        Sizes sizes,
        List<String> against,
        List<Integer> callersSeries,
        @Nullable Path svg,
        Server server,
        Report report) {

    /** The same with other sizes. */
    public Bench withSizes(Sizes sizes) {
        return new Bench(sizes, this.against, this.callersSeries, this.svg, this.server, this.report);
    }
}
