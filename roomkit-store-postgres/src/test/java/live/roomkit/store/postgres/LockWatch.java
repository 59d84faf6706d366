package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Samples the server's locks: how long one that keeps writers out is held on a table, and how long anybody waits. What
 * counts is the time between two samples, and of that no more than a watch that gets its turn needs: where the whole
 * machine stands still, nobody holds anything for longer.
 */
final class LockWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final Duration LONGEST_STEP = Duration.ofMillis(100);

    private static final String HELD = """
            SELECT pid || ' ' || relation AS lock FROM pg_locks
            WHERE locktype = 'relation' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
                AND relation IN (SELECT oid FROM pg_class WHERE relnamespace = 'roomkit'::regnamespace)
            """;

    private static final String WAITING = """
            SELECT l.pid || ' ' || l.waitstart AS wait FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
            WHERE a.datname = current_database() AND NOT l.granted AND l.waitstart IS NOT NULL
            """;

    private final SingleConnectionDataSource connection;

    private final JdbcTemplate jdbc;

    private final Sightings held = new Sightings();

    private final Sightings waits = new Sightings();

    private final Thread thread = new Thread(this::watch, "lock-watch");

    private volatile boolean stopped;

    LockWatch(DataSource dataSource) throws Exception {
        this.connection = new SingleConnectionDataSource(dataSource.getConnection(), true);
        this.jdbc = new JdbcTemplate(this.connection);
        this.thread.start();
    }

    /** The longest time for which a lock that keeps writers out was seen on a table of the store. */
    Duration longestHeld() {
        return this.held.longest;
    }

    /** The longest time for which a session was seen waiting for a lock. */
    Duration longestWait() {
        return this.waits.longest;
    }

    private void watch() {
        while (!this.stopped) {
            this.held.see(this.jdbc.queryForList(HELD, String.class));
            this.waits.see(this.jdbc.queryForList(WAITING, String.class));
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        this.stopped = true;
        try {
            this.thread.join();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        this.connection.destroy();
    }

    /** Things that are seen in each of several samples in a row, and for how long. */
    private static final class Sightings {

        private Map<String, Duration> seen = Map.of();

        private long last = System.nanoTime();

        private volatile Duration longest = Duration.ZERO;

        void see(List<String> present) {
            long now = System.nanoTime();
            Duration step = shorter(Duration.ofNanos(now - this.last), LONGEST_STEP);
            Map<String, Duration> still = new HashMap<>();
            for (String one : present) {
                Duration time = this.seen.getOrDefault(one, Duration.ZERO).plus(step);
                still.put(one, time);
                this.longest = (time.compareTo(this.longest) > 0) ? time : this.longest;
            }
            this.seen = still;
            this.last = now;
        }

        private static Duration shorter(Duration one, Duration other) {
            return (one.compareTo(other) <= 0) ? one : other;
        }
    }
}
