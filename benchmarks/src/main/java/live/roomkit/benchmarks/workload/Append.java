package live.roomkit.benchmarks.workload;

import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;

/** Callers append events to rooms. */
public final class Append implements Workload {

    @Override
    public String name() {
        return "append";
    }

    @Override
    public String summary() {
        return "callers append 1.3 kB events with unique keys to many rooms";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1_000, 16);
    }

    @Override
    public List<String> sides() {
        return List.of("store", "floor");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        return CallerSide.open(
                bench,
                dataSource ->
                        side.equals("store") ? new StoreAppend(bench, dataSource) : new FloorAppend(bench, dataSource));
    }
}
