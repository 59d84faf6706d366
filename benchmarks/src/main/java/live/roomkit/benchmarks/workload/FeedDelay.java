package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.store.ConversationStore;
import org.HdrHistogram.Histogram;

/**
 * Measures the time from the return of an append until a reader of the change feed gets the appended event. Events are
 * appended at a fixed rate. The reader polls the feed every two milliseconds. Meanwhile, a transaction of another
 * program stays open.
 */
final class FeedDelay implements Side {

    private static final int APPENDS_PER_SECOND = 500;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private static final String INDEX_ENTRIES = """
            SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = '%s' AND relname = 'changes'
            """;

    private final Bench bench;

    private final ExecutorService threads;

    FeedDelay(Bench bench) {
        this.bench = bench;
        this.threads = Executors.newFixedThreadPool(bench.sizes().clients());
    }

    @Override
    public Measurement measure(double seconds) throws Exception {
        Server server = this.bench.server();
        FreshRooms rooms = FreshRooms.create(server, this.bench.sizes().rooms());
        Map<String, Long> read = new HashMap<>();
        long entries = indexEntries();
        Run run;
        try (ForeignTransaction foreign = new ForeignTransaction(server)) {
            run = run(seconds, rooms, read);
        }
        Set<String> committed = run.appends.committed().keySet();
        boolean complete = committed.equals(read.keySet()) && rooms.hold(committed.size());
        Histogram delays = new Histogram(3);
        run.appends.addDelays(read, delays);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("polls", (double) run.polls);
        figures.put("index_entries_per_change", (indexEntries() - entries) / (double) read.size());
        figures.put("lost", (double) committed.size() - read.size());
        return new Measurement(committed.size(), seconds, delays, Map.of(), figures, complete);
    }

    /**
     * Appends events for the given number of seconds, and reads the change feed at the same time. Reads until every
     * appended event was read, but at most until ten seconds after the last append.
     */
    private Run run(double seconds, FreshRooms rooms, Map<String, Long> read) throws Exception {
        try (HikariDataSource writing =
                        this.bench.server().openPool(this.bench.sizes().pool());
                HikariDataSource reading = this.bench.server().openPool(1);
                ConversationStore writer = this.bench.server().openStore(writing);
                ConversationStore reader = this.bench.server().openStore(reading)) {
            FeedQuery query = FeedQuery.after(ChangeFeed.of(reader).latest()).limit(500);
            SteadyAppends appends =
                    new SteadyAppends(List.of(writer), rooms, this.bench.sizes().clients(), APPENDS_PER_SECOND);
            appends.start(this.threads, seconds);
            long polls = 0;
            long patience = System.nanoTime() + (long) (seconds * 1e9) + TimeUnit.SECONDS.toNanos(10);
            boolean done = false;
            while (!done) {
                boolean wasOver = appends.isOver();
                FeedPage page = ChangeFeed.of(reader).read(query);
                long now = System.nanoTime();
                polls++;
                page.changes().forEach(change -> read.put(((Change.EventAppended) change).eventId(), now));
                query = query.continuedAfter(page.token());
                done = wasOver && (read.size() >= appends.committed().size() || now > patience);
                if (!page.hasMore()) {
                    LockSupport.parkNanos(PAUSE);
                }
            }
            appends.await();
            return new Run(appends, polls);
        }
    }

    /**
     * Returns how many index entries of the table {@code changes} the server has read so far. The server updates this
     * number with a delay, at the latest when the connection that read the entries is closed.
     */
    private long indexEntries() throws SQLException {
        Server server = this.bench.server();
        return server.call(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(INDEX_ENTRIES.formatted(server.schema()))) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private record Run(SteadyAppends appends, long polls) {}

    @Override
    public void close() {
        this.threads.shutdownNow();
    }
}
