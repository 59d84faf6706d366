package live.roomkit.benchmarks.peer;

import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.benchmarks.workload.Append;

/**
 * Compares appends to RoomKit's store with appends of events of the same size to Axon's event store. In RoomKit's
 * store, each event is appended to a random room. In Axon's event store, each thread appends to random aggregates that
 * no other thread uses.
 */
final class EventStoreJob implements Workload {

    private final Append rooms = Append.toManyRooms();

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public String summary() {
        return "callers append 1.3 kB events to aggregates";
    }

    @Override
    public Sizes sizes() {
        return this.rooms.sizes();
    }

    @Override
    public List<String> sides() {
        return List.of("store", "axon", "axon-auto-commit");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        return switch (side) {
            case "axon" -> CallerSide.open(bench, dataSource -> AggregateAppend.inTransactions(bench, dataSource));
            case "axon-auto-commit" ->
                CallerSide.open(bench, dataSource -> AggregateAppend.byAutoCommit(bench, dataSource));
            default -> this.rooms.open("store", bench);
        };
    }
}
