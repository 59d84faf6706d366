package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.UsageException;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;

/** Reads all events of a large room as a stream. Repeatedly measures the used heap after a garbage collection. */
public final class Streaming implements Workload {

    private static final int PAGE = 500;

    private static final int SAMPLES = 20;

    private static final double MEGABYTE = 1024 * 1024;

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String summary() {
        return "1 000 000 events (--events) streamed, with the heap that this takes; no comparison";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1, 1).withEvents(1_000_000);
    }

    @Override
    public List<String> sides() {
        return List.of("store");
    }

    @Override
    public Side open(String side, Bench bench) {
        throw new UsageException("The workload stream has no other side: leave out --against");
    }

    @Override
    public void run(Bench bench) throws Exception {
        long events = bench.sizes().events();
        bench.report().progress("stream: writing " + events + " events");
        String roomId = Backlog.room(bench.server(), events);
        try (HikariDataSource pool = bench.server().openPool(bench.sizes().pool());
                ConversationStore store = bench.server().openStore(pool)) {
            store.listEvents(EventQuery.newest(roomId, PAGE));
            bench.report().side(name(), "store", bench.sizes(), stream(store, roomId, events));
        }
    }

    private static Measurement stream(ConversationStore store, String roomId, long events) {
        long samplingStep = Math.max(1, events / SAMPLES);
        double idle = usedHeap();
        double peak = idle;
        long count = 0;
        boolean inOrder = true;
        long pauses = 0;
        long begin = System.nanoTime();
        Iterator<RoomEvent> stream = store.streamEvents(
                        EventQuery.builder(roomId).limit(PAGE).build())
                .iterator();
        while (stream.hasNext()) {
            inOrder &= stream.next().index() == count;
            count++;
            if (count % samplingStep == 0) {
                long pause = System.nanoTime();
                peak = Math.max(peak, usedHeap());
                pauses += System.nanoTime() - pause;
            }
        }
        double seconds = (System.nanoTime() - begin - pauses) / 1e9;
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("heap_idle_mb", idle);
        figures.put("heap_peak_mb", peak);
        figures.put("heap_above_idle_mb", peak - idle);
        return new Measurement(count, seconds, null, Map.of(), figures, inOrder && count == events);
    }

    /** Returns the used heap after a garbage collection, in megabytes. */
    private static double usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
    }
}
