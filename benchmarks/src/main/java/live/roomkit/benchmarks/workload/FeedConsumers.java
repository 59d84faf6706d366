package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.store.ConversationStore;
import org.HdrHistogram.Histogram;

/**
 * Appends events at a fixed rate, in turn through two store instances. Both instances run consumers of the same five
 * consumer groups. Measures the time from the return of an append until the handler of each group is called.
 */
final class FeedConsumers implements Side {

    private static final int APPENDS_PER_SECOND = 1_000;

    private static final int NODES = 2;

    private static final int GROUPS = 5;

    private static final int PARTITIONS = 8;

    private static final long PATIENCE_SECONDS = 30;

    private static final AtomicLong runs = new AtomicLong();

    private final Bench bench;

    private final ExecutorService threads;

    FeedConsumers(Bench bench) {
        this.bench = bench;
        this.threads = Executors.newFixedThreadPool(bench.sizes().clients());
    }

    @Override
    public Measurement measure(double seconds) throws Exception {
        FreshRooms rooms =
                FreshRooms.create(this.bench.server(), this.bench.sizes().rooms());
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            List<ConversationStore> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                HikariDataSource pool =
                        this.bench.server().openPool(this.bench.sizes().pool());
                open.push(pool);
                nodes.add(this.bench.server().openStore(pool));
                open.push(nodes.get(i)::close);
            }
            List<Group> groups =
                    IntStream.range(0, GROUPS).mapToObj(number -> new Group()).toList();
            groups.forEach(group -> nodes.forEach(node -> open.push(group.start(node))));
            await(() -> groups.stream().allMatch(Group::isShared));
            Measurement measured = measure(seconds, rooms, nodes, groups);
            groups.forEach(group -> open.push(() -> ChangeFeed.of(nodes.get(0)).removeGroup(group.name)));
            return measured;
        } finally {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }

    private Measurement measure(double seconds, FreshRooms rooms, List<ConversationStore> nodes, List<Group> groups)
            throws Exception {
        SteadyAppends appends =
                new SteadyAppends(nodes, rooms, this.bench.sizes().clients(), APPENDS_PER_SECOND);
        appends.start(this.threads, seconds);
        appends.await();
        int appended = appends.committed().size();
        await(() -> groups.stream().allMatch(group -> group.handled.size() >= appended));
        Histogram delays = new Histogram(3);
        groups.forEach(group -> appends.addDelays(group.handled, delays));
        long repeated = groups.stream().mapToLong(group -> group.repeated.get()).sum();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(
                "lost",
                groups.stream()
                        .mapToDouble(group -> appended - group.handled.size())
                        .sum());
        figures.put("repeated", (double) repeated);
        boolean complete = groups.stream()
                        .allMatch(group -> group.handled
                                .keySet()
                                .equals(appends.committed().keySet()))
                && rooms.hold(appended);
        return new Measurement(appended, seconds, delays, Map.of(), figures, complete && repeated == 0);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public void close() {
        this.threads.shutdownNow();
    }

    /** A consumer group of the change feed. Each store instance runs one consumer of the group. */
    private static final class Group {

        private final String name = "group-" + runs.incrementAndGet();

        private final List<FeedConsumer> consumers = new ArrayList<>();

        private final Map<String, Long> handled = new ConcurrentHashMap<>();

        private final Map<String, Long> indices = new ConcurrentHashMap<>();

        private final AtomicLong repeated = new AtomicLong();

        private FeedConsumer start(ConversationStore node) {
            FeedConsumer consumer = ChangeFeed.of(node)
                    .consumer(this.name)
                    .partitions(PARTITIONS)
                    .kinds(Change.EventAppended.class)
                    .onChange(change -> handle((Change.EventAppended) change))
                    .start();
            this.consumers.add(consumer);
            return consumer;
        }

        /**
         * Records the time at which a change is handled. Counts changes that are handled a second time or out
         * of order.
         */
        private void handle(Change.EventAppended change) {
            this.handled.put(change.eventId(), System.nanoTime());
            Long last = this.indices.put(change.roomId(), change.index());
            if (last != null && last >= change.index()) {
                this.repeated.incrementAndGet();
            }
        }

        private boolean isShared() {
            return this.consumers.stream()
                    .allMatch(consumer -> consumer.state().partitions().size() == PARTITIONS / NODES);
        }
    }
}
