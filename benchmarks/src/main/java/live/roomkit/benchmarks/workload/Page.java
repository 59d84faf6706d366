package live.roomkit.benchmarks.workload;

import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.event.EventQuery;

/** Measures concurrent reads of the newest events of a room with many events. */
public final class Page implements Workload {

    private static final int SIZE = 50;

    @Override
    public String name() {
        return "page";
    }

    @Override
    public String summary() {
        return "the newest 50 of a room with 10 000 events of 1.3 kB; floor: the same rows by JDBC and readTree";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1, 4).withEvents(10_000);
    }

    @Override
    public List<String> sides() {
        return List.of("store", "floor");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        Server server = bench.server();
        EventQuery query = EventQuery.newest(Backlog.room(server, bench.sizes().events()), SIZE);
        int expected = (int) Math.min(SIZE, bench.sizes().events());
        List<Overheard> queries = List.of(Overheard.first(server, "SELECT", store -> store.listEvents(query)));
        return CallerSide.open(
                bench,
                dataSource -> side.equals("floor")
                        ? new FloorRead(dataSource, queries, expected)
                        : new StoreRead(
                                server.openStore(dataSource),
                                store -> store.listEvents(query).size(),
                                expected));
    }
}
