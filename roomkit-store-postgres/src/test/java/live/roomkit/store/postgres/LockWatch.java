package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Samples the server's locks: how long one that keeps writers out is held on a table, and how long anybody waits. */
final class LockWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final String HELD = """
            SELECT pid || ' ' || relation AS lock FROM pg_locks
            WHERE locktype = 'relation' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
                AND relation IN (SELECT oid FROM pg_class WHERE relnamespace = 'roomkit'::regnamespace)
            """;

    private static final String WAITING = """
            SELECT coalesce(max(extract(epoch FROM clock_timestamp() - l.waitstart)) * 1000, 0)
            FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
            WHERE a.datname = current_database() AND NOT l.granted
            """;

    private final SingleConnectionDataSource connection;

    private final JdbcTemplate jdbc;

    private final Map<String, Long> heldSince = new HashMap<>();

    private final Thread thread = new Thread(this::watch, "lock-watch");

    private volatile boolean stopped;

    private volatile Duration longestHeld = Duration.ZERO;

    private volatile Duration longestWait = Duration.ZERO;

    LockWatch(DataSource dataSource) throws Exception {
        this.connection = new SingleConnectionDataSource(dataSource.getConnection(), true);
        this.jdbc = new JdbcTemplate(this.connection);
        this.thread.start();
    }

    /** The longest time for which a lock that keeps writers out was seen on a table of the store. */
    Duration longestHeld() {
        return this.longestHeld;
    }

    /** The longest time for which a session was seen waiting for a lock. */
    Duration longestWait() {
        return this.longestWait;
    }

    private void watch() {
        while (!this.stopped) {
            sample();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void sample() {
        long before = System.nanoTime();
        Map<String, Long> held = new HashMap<>();
        for (String lock : this.jdbc.queryForList(HELD, String.class)) {
            long since = this.heldSince.getOrDefault(lock, before);
            held.put(lock, since);
            this.longestHeld = longer(this.longestHeld, Duration.ofNanos(System.nanoTime() - since));
        }
        this.heldSince.clear();
        this.heldSince.putAll(held);
        long waiting = this.jdbc.queryForObject(WAITING, Long.class);
        this.longestWait = longer(this.longestWait, Duration.ofMillis(waiting));
    }

    private static Duration longer(Duration one, Duration other) {
        return (one.compareTo(other) >= 0) ? one : other;
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
}
