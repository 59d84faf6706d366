package live.roomkit.benchmarks.variant;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.benchmarks.workload.Backlog;

/**
 * Measures the append statement of the store, and variants of this statement and of the tables. The benchmark executes
 * the statements directly, without a store.
 */
public final class Variants implements Workload {

    @Override
    public String name() {
        return "variants";
    }

    @Override
    public String summary() {
        return "the append's statement alone, on this schema and on altered ones; --events fills both before";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1_000, 16);
    }

    @Override
    public List<String> sides() {
        return Arrays.stream(Variant.values()).map(Variant::side).toList();
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        Variant variant = Variant.of(side);
        Bench own = in(bench, bench.server().withNewSchema());
        variant.apply(own.server());
        if (bench.sizes().events() > 0) {
            fill(own);
        }
        return CallerSide.open(own, dataSource -> variant.task(own, dataSource));
    }

    private static void fill(Bench bench) throws SQLException {
        Backlog.room(bench.server(), bench.sizes().events());
    }

    private static Bench in(Bench bench, Server server) {
        return new Bench(bench.sizes(), bench.against(), bench.callersSeries(), bench.svg(), server, bench.report());
    }
}
