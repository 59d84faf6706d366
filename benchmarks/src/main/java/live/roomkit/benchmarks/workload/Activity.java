package live.roomkit.benchmarks.workload;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.PairedRun;
import live.roomkit.benchmarks.measure.PairedRun.Pair;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Task;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;

/**
 * Measures appends in three cases: each room gets an event every 20 minutes, each room gets an event every minute, or
 * no time passes between the appends. Compares the first two cases with the third. The clock of the store is simulated:
 * it moves forward before each append in the first two cases, and stands still in the third case. A database index
 * contains the time of each room's last activity, rounded down to a multiple of two minutes. An append therefore always
 * changes this index when the previous event of the room is 20 minutes old. When the previous event is one minute old,
 * every second append changes the index. When no time has passed since the previous event, an append does not change
 * the index.
 */
public final class Activity implements Workload {

    private static final String ONE_MOMENT = "one-moment";

    private static final Map<String, Duration> INTERVALS =
            Map.of("every-20-minutes", Duration.ofMinutes(20), "every-minute", Duration.ofMinutes(1));

    private static final String HOT_UPDATES = """
            SELECT CAST(s.n_tup_hot_upd AS double precision) / NULLIF(s.n_tup_upd, 0)
            FROM pg_stat_user_tables AS s
            WHERE s.relid = CAST('roomkit.rooms' AS regclass)
            """;

    @Override
    public String name() {
        return "activity";
    }

    @Override
    public String summary() {
        return "appends to 10 000 rooms that each get an event every minute or 20 minutes, against appends at one moment";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(10_000, 16);
    }

    @Override
    public List<String> sides() {
        return List.of(ONE_MOMENT, "every-20-minutes", "every-minute");
    }

    @Override
    public void run(Bench bench) throws Exception {
        List<Pair> pairs = INTERVALS.keySet().stream()
                .sorted()
                .map(side -> new Pair(side, ONE_MOMENT))
                .toList();
        new PairedRun(this, bench, sides(), pairs).run();
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        Server server = bench.server().withNewSchema();
        Bench own =
                new Bench(bench.sizes(), bench.against(), bench.callersSeries(), bench.svg(), server, bench.report());
        long step = INTERVALS.getOrDefault(side, Duration.ZERO).toNanos()
                / bench.sizes().rooms();
        return new HotShare(CallerSide.open(own, dataSource -> new Appends(own, dataSource, step)), server);
    }

    /**
     * Appends an event to one room after the other. With each append, the store's clock moves forward by a constant
     * step, which may be 0.
     */
    private static final class Appends implements Task {

        private final Bench bench;

        private final ConversationStore store;

        private final AtomicLong appends = new AtomicLong();

        private @Nullable FreshRooms rooms;

        Appends(Bench bench, DataSource dataSource, long step) {
            this.bench = bench;
            Instant start = Instant.now();
            this.store = bench.server()
                    .builder(dataSource)
                    .clock(new ComputedClock(() -> start.plusNanos(this.appends.get() * step)))
                    .open();
        }

        @Override
        public void prepare(int callers) throws SQLException {
            this.rooms =
                    FreshRooms.create(this.bench.server(), this.bench.sizes().rooms());
            this.appends.set(0);
        }

        @Override
        public int perform(Caller caller) {
            long number = this.appends.getAndIncrement();
            List<String> ids = rooms().ids();
            String roomId = ids.get((int) (number % ids.size()));
            this.store.appendEvent(roomId, Messages.message(roomId, "message-" + number));
            return 1;
        }

        @Override
        public boolean verify(List<Caller> callers) throws SQLException {
            return rooms().hold(callers.stream().mapToLong(Caller::calls).sum());
        }

        @Override
        public void close() {
            this.store.close();
        }

        private FreshRooms rooms() {
            return Objects.requireNonNull(this.rooms, "prepare must be called first");
        }
    }

    /**
     * Adds a figure to each measurement of {@code side}: the share of HOT (heap-only tuple) updates among all updates
     * of the table {@code rooms}.
     */
    private record HotShare(Side side, Server server) implements Side {

        @Override
        public Measurement measure(double seconds) throws Exception {
            Measurement measured = this.side.measure(seconds);
            return new Measurement(
                    measured.operations(),
                    measured.seconds(),
                    measured.times(),
                    measured.costs(),
                    Map.of("hot_updates", hotUpdates()),
                    measured.verified());
        }

        private double hotUpdates() throws SQLException {
            return this.server.call(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(this.server.sql(HOT_UPDATES))) {
                    row.next();
                    return row.getDouble(1);
                }
            });
        }

        @Override
        public void close() throws SQLException {
            this.side.close();
        }
    }

    private static final class ComputedClock extends Clock {

        private final Supplier<Instant> time;

        ComputedClock(Supplier<Instant> time) {
            this.time = time;
        }

        @Override
        public Instant instant() {
            return this.time.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
