package live.roomkit.boot.actuate;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import live.roomkit.store.postgres.PoolStats;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Health indicator of a PostgreSQL store. The status is {@code DOWN} when the database cannot be reached or the store's
 * tables are missing. The status is {@code OUT_OF_SERVICE} when the server refuses writes, as a standby does, unless
 * the store is read-only.
 *
 * <p>A health request never hangs when the database hangs. A background thread checks the database, and the result is
 * cached for five seconds. A request waits at most half a second for a check. When the check takes longer, the request
 * returns the previous result. If there is no previous result, or if it is older than ten seconds, the status is
 * {@code DOWN}.
 *
 * <p>When all connections of the pool are in use and a query has found the database {@code UP} less than ten seconds
 * ago, a check returns {@code UP} without a query. In all other cases, the check takes a connection from the pool and
 * runs a query. Like every other caller of the pool, the check waits until a connection is free. So the status stays
 * {@code UP} when the pool is only busy, and becomes {@code DOWN} when callers no longer return their connections.
 *
 * <p>This class is safe for use by many threads.
 */
public final class RoomKitStoreHealthIndicator implements HealthIndicator, AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final Duration CREDIBLE = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final DataSource dataSource;

    private final String schema;

    private final boolean readOnly;

    private final StoreProbe probe;

    private final ThreadPoolExecutor executor;

    private @Nullable Check running;

    private volatile @Nullable Result latest;

    private volatile long lastUp;

    /** Creates an indicator for the store that uses the given DataSource and schema. */
    public RoomKitStoreHealthIndicator(DataSource dataSource, String schema) {
        this(dataSource, schema, false);
    }

    /**
     * Creates an indicator for the store that uses the given DataSource and schema. If {@code readOnly} is true, the
     * status is {@code UP} even when the server refuses writes, as a standby does.
     */
    public RoomKitStoreHealthIndicator(DataSource dataSource, String schema, boolean readOnly) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.readOnly = readOnly;
        this.probe = new StoreProbe(dataSource, schema);
        this.lastUp = System.nanoTime() - CREDIBLE.toNanos();
        this.executor = new ThreadPoolExecutor(
                0, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), RoomKitStoreHealthIndicator::thread);
    }

    @Override
    public Health health() {
        Result result = this.latest;
        return (result != null && isWithin(FRESH, result.nanoTime())) ? result.health() : check();
    }

    /** Stops the background thread. */
    @Override
    public void close() {
        this.executor.shutdownNow();
    }

    /** Checks the database now and returns the result, even if the previous result is still cached. */
    Health probeAgain() {
        this.latest = null;
        return check();
    }

    private Health check() {
        Check check = started();
        long patience = PATIENCE.toNanos() - (System.nanoTime() - check.nanoTime());
        try {
            return check.health().get(Math.max(0, patience), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return withoutAnswer();
        } catch (TimeoutException | ExecutionException ex) {
            return withoutAnswer();
        }
    }

    private synchronized Check started() {
        if (this.running == null || this.running.health().isDone()) {
            this.running = new Check(CompletableFuture.supplyAsync(this::probed, this.executor), System.nanoTime());
        }
        return this.running;
    }

    private Health withoutAnswer() {
        Result result = this.latest;
        return (result != null && isWithin(CREDIBLE, result.nanoTime()))
                ? result.health()
                : described(Status.DOWN)
                        .withDetail("error", "The database does not answer")
                        .build();
    }

    private Health probed() {
        Health health = probe();
        this.latest = new Result(health, System.nanoTime());
        return health;
    }

    private Health probe() {
        if (isSaturated() && isWithin(CREDIBLE, this.lastUp)) {
            return described(Status.UP).build();
        }
        try {
            Health health = healthOf(this.probe.ask());
            if (health.getStatus().equals(Status.UP)) {
                this.lastUp = System.nanoTime();
            }
            return health;
        } catch (SQLException ex) {
            String state = (ex.getSQLState() != null) ? " (SQLSTATE " + ex.getSQLState() + ")" : "";
            return described(Status.DOWN)
                    .withDetail("error", "The database cannot be used" + state)
                    .build();
        }
    }

    private Health healthOf(StoreProbe.Answer answer) {
        Status status = (answer.readOnly() && !this.readOnly) ? Status.OUT_OF_SERVICE : Status.UP;
        Health.Builder health = described(answer.tables() ? status : Status.DOWN)
                .withDetail("database", answer.database())
                .withDetail("version", answer.version())
                .withDetail("readOnly", answer.readOnly());
        if (answer.schemaVersion() != null) {
            health.withDetail("schemaVersion", answer.schemaVersion());
        }
        if (!answer.tables()) {
            health.withDetail("error", "The tables of the store are missing");
        }
        return health.build();
    }

    private Health.Builder described(Status status) {
        Health.Builder health = Health.status(status)
                .withDetail("schema", this.schema)
                .withDetail("checkedAt", Instant.now().toString());
        PoolStats.of(this.dataSource).ifPresent(pool -> health.withDetail("pool", figures(pool)));
        return health;
    }

    private boolean isSaturated() {
        Optional<PoolStats> pool = PoolStats.of(this.dataSource);
        return pool.isPresent() && isSaturated(pool.get());
    }

    private static boolean isSaturated(PoolStats pool) {
        return pool.idle() == 0 && pool.size() >= pool.maximum();
    }

    private static Map<String, Object> figures(PoolStats pool) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("active", pool.active());
        figures.put("idle", pool.idle());
        figures.put("waiting", pool.waiting());
        figures.put("maximum", pool.maximum());
        figures.put("saturated", isSaturated(pool));
        return figures;
    }

    private static boolean isWithin(Duration duration, long nanoTime) {
        return System.nanoTime() - nanoTime < duration.toNanos();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "roomkit-health");
        thread.setDaemon(true);
        return thread;
    }

    private record Result(Health health, long nanoTime) {}

    private record Check(CompletableFuture<Health> health, long nanoTime) {}
}
