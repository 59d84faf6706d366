package live.roomkit.benchmarks;

import java.util.List;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.benchmarks.workload.Append;

/** The workloads there are. A new one is added here. */
final class Workloads {

    static final List<Workload> ALL = List.of(new Append());

    private Workloads() {}
}
