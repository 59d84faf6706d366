package live.roomkit.benchmarks.workload;

import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.BootObservations;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.PairedRun;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.observation.InstrumentedConversationStore;
import live.roomkit.store.observation.ObservedDatabase;

/**
 * Measures reads of one event, with and without Micrometer observations. Reading one event is the cheapest operation of
 * a store.
 */
public final class Observation implements Workload {

    @Override
    public String name() {
        return "observation";
    }

    @Override
    public String summary() {
        return "one event read through the decorator, off and on (metrics, 10 % of the spans), and without it";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1, 4).withEvents(1_000);
    }

    @Override
    public List<String> sides() {
        return List.of("off", "on", "undecorated");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        Server server = bench.server();
        String roomId = Backlog.room(server, bench.sizes().events());
        String eventId = roomId + "-event-" + bench.sizes().events() / 2;
        return CallerSide.open(
                bench,
                dataSource -> new StoreRead(
                        decorated(side, server.openStore(dataSource)),
                        store -> store.getEvent(roomId, eventId).isPresent() ? 1 : 0,
                        1));
    }

    @Override
    public void run(Bench bench) throws Exception {
        new PairedRun(
                        this,
                        bench,
                        sides(),
                        List.of(new PairedRun.Pair("off", "undecorated"), new PairedRun.Pair("on", "undecorated")))
                .run();
    }

    private static ConversationStore decorated(String side, ConversationStore store) {
        return switch (side) {
            case "off" -> new InstrumentedConversationStore(store, ObservationRegistry.NOOP);
            case "on" ->
                new InstrumentedConversationStore(
                        store,
                        BootObservations.metricsAndSpans(),
                        new ObservedDatabase("postgresql", "benchmark", "localhost", 5432));
            default -> store;
        };
    }
}
