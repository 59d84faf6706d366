package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAccumulator;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.RetentionPolicy.Action;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.store.postgres.PostgresStore;

/**
 * Measures appends while a sweep deletes or erases old events in the same tables. Also reports the number of swept
 * events per second, the total number of swept events, and the duration of the longest transaction of the sweep.
 */
final class SweepSide implements Side {

    private static final String COUNT = """
            SELECT
                (SELECT count(*) FROM roomkit.events AS e
                    WHERE e.room_id = ANY (r.ids) AND e.created_at < CAST(? AS timestamptz)
                        AND e.data -> 'content' ->> 'type' <> 'erased'),
                (SELECT count(*) FROM roomkit.events AS e WHERE e.room_id = ANY (r.ids)),
                (SELECT CAST(sum(r2.event_count) AS bigint) FROM roomkit.rooms AS r2 WHERE r2.id = ANY (r.ids))
            FROM (SELECT CAST(? AS text[]) AS ids) AS r
            """;

    private final Bench bench;

    private final Due due;

    private final Side callers;

    private final HikariDataSource pool;

    private final PostgresStore store;

    private final ExecutorService sweeper = Executors.newSingleThreadExecutor();

    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    private long swept;

    private SweepSide(Bench bench, Due due, Side callers) {
        this.bench = bench;
        this.due = due;
        this.callers = callers;
        this.pool = bench.server().openPool(1);
        this.pool.setMetricsTrackerFactory((name, stats) -> new IMetricsTracker() {
            @Override
            public void recordConnectionUsageMillis(long millis) {
                SweepSide.this.longest.accumulate(millis);
            }
        });
        this.store = bench.server().openStore(this.pool);
    }

    static SweepSide open(Bench bench, Due due) throws Exception {
        return new SweepSide(bench, due, CallerSide.open(bench, dataSource -> new StoreAppend(bench, dataSource)));
    }

    @Override
    public Measurement measure(double seconds) throws Exception {
        this.longest.reset();
        RetentionPolicy policy = RetentionPolicy.of("backlog")
                .keep(Period.ofYears(1))
                .organizationId(this.due.organizationId())
                .action(this.due.action());
        SweepLimits limits = SweepLimits.NONE.maxDuration(Duration.ofNanos((long) (seconds * 1e9)));
        long begin = System.nanoTime();
        Future<SweepReport> sweep =
                this.sweeper.submit(() -> this.store.protection().sweep(policy, Instant.now(), limits, false));
        Measurement appends = this.callers.measure(seconds);
        SweepReport report = sweep.get();
        double elapsed = (System.nanoTime() - begin) / 1e9;
        if (report.complete()) {
            this.bench.report().progress("protection: everything was swept before the slice ended");
        }
        this.swept += report.events();
        return new Measurement(
                appends.operations(),
                appends.seconds(),
                appends.times(),
                appends.costs(),
                Map.of(
                        "swept_per_second",
                        report.events() / elapsed,
                        "swept",
                        (double) this.swept,
                        "longest_transaction_ms",
                        (double) this.longest.get()),
                appends.verified() && isExact());
    }

    /**
     * Tells whether the number of deleted or erased events equals the number that the sweeps reported. Also checks that
     * the event counters of the rooms match the remaining events.
     */
    private boolean isExact() throws SQLException {
        String[] ids = this.due.rooms().ids().toArray(String[]::new);
        long deleted = (this.due.action() == Action.DELETE) ? this.swept : 0;
        return this.bench.server().call(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(this.bench.server().sql(COUNT))) {
                statement.setObject(1, Instant.now().minus(Duration.ofDays(365)).toString());
                statement.setObject(2, ids);
                ResultSet row = statement.executeQuery();
                row.next();
                return row.getLong(1) == this.due.due() - this.swept
                        && row.getLong(2) == this.due.all() - deleted
                        && row.getLong(2) == row.getLong(3);
            }
        });
    }

    @Override
    public void close() throws SQLException {
        this.sweeper.shutdownNow();
        this.store.close();
        this.pool.close();
        this.callers.close();
    }

    /**
     * Describes the rooms and events on which a sweep works.
     *
     * @param due the number of events that are old enough for the sweep
     * @param all the number of all events in the rooms
     */
    record Due(String organizationId, Action action, FreshRooms rooms, long due, long all) {}
}
