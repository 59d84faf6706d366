package live.roomkit.benchmarks.workload;

import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Comparison;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Task;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.store.postgres.MigrationMode;

/** Measures the time to open a store that needs no migration, with many stored events and with few. */
public final class Startup implements Workload {

    private static final long FEW = 10_000;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String summary() {
        return "a store opened with nothing to migrate on 10 000 000 events (--events), by time, against 10 000";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1, 1).withEvents(10_000_000);
    }

    @Override
    public List<String> sides() {
        return List.of("many", "few");
    }

    @Override
    public Comparison comparison() {
        return Comparison.TIME;
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        boolean few = side.equals("few");
        Server server = few ? bench.server().withNewSchema() : bench.server();
        Backlog.roomOfShortEvents(
                server,
                few ? Math.min(FEW, bench.sizes().events()) : bench.sizes().events());
        return CallerSide.open(bench, dataSource -> new Opening(server, dataSource));
    }

    private record Opening(Server server, DataSource dataSource) implements Task {

        @Override
        public int perform(Caller caller) {
            this.server
                    .builder(this.dataSource)
                    .migration(MigrationMode.MIGRATE)
                    .open()
                    .close();
            return 1;
        }
    }
}
