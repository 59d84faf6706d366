package live.roomkit.boot.autoconfigure.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties;
import live.roomkit.protection.Protection;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.support.CronExpression;

/**
 * Runs the sweeps of the configured retention policies on a separate thread, one policy after another. Every ten
 * seconds, the thread checks whether a sweep is due, and reads the state of the sweeps of all nodes. Each sweep that is
 * due runs on only one of the nodes.
 *
 * <p>The metrics and the health indicator of retention show the state that this thread read last, so they never wait
 * for the database.
 */
final class RetentionSchedule implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(RetentionSchedule.class);

    private static final long INTERVAL_MILLIS = 10_000;

    private static final long PATIENCE_SECONDS = 10;

    private final Protection protection;

    private final SweepLimits limits;

    private final List<ScheduledPolicy> policies;

    private boolean failing;

    private @Nullable ScheduledThreadPoolExecutor executor;

    private volatile @Nullable Future<?> rounds;

    RetentionSchedule(Protection protection, RoomKitStoreProperties.Retention settings, Clock clock) {
        this.protection = protection;
        this.limits = SweepLimits.NONE.maxDuration(settings.maxDuration());
        CronExpression cron = CronExpression.parse(settings.cron());
        Duration most = settings.maxDuration();
        this.policies = settings.policies().entrySet().stream()
                .map(entry -> new ScheduledPolicy(
                        entry.getValue().policy(entry.getKey()),
                        entry.getValue().dryRun(),
                        cron,
                        most,
                        clock))
                .toList();
    }

    List<ScheduledPolicy> policies() {
        return this.policies;
    }

    @Override
    public void start() {
        refuseWithoutTurns();
        ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "roomkit-retention");
            thread.setDaemon(true);
            return thread;
        });
        long first = ThreadLocalRandom.current().nextLong(1_000);
        this.rounds = created.scheduleWithFixedDelay(this::run, first, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        this.executor = created;
    }

    /**
     * Throws an exception when the PostgreSQL store of the application was opened without
     * {@code builder().sweepsInTurn(true)}. When the database cannot be reached, this method throws no exception, so
     * that the application starts nevertheless.
     */
    private void refuseWithoutTurns() {
        try {
            this.policies.forEach(this::update);
        } catch (StoreException ex) {
            logger.debug("Retention could not look at the database at startup", ex);
        }
    }

    synchronized void run() {
        boolean failed = false;
        for (ScheduledPolicy policy : this.policies) {
            try {
                sweepIfDue(policy);
                update(policy);
            } catch (RuntimeException ex) {
                failed = true;
                if (!this.failing && !Thread.currentThread().isInterrupted()) {
                    logger.warn(
                            "A sweep by retention policy '{}' failed. The next one goes on: {}",
                            policy.name(),
                            ex.getMessage());
                }
            }
        }
        this.failing = failed;
    }

    private void sweepIfDue(ScheduledPolicy policy) {
        Instant dueAt = policy.dueAt();
        if (dueAt == null || Thread.currentThread().isInterrupted()) {
            return;
        }
        Optional<SweepReport> report =
                this.protection.sweepInTurn(policy.policy(), dueAt, this.limits, policy.isDryRun());
        policy.begun();
        report.ifPresent(swept -> {
            policy.swept(swept);
            log(swept);
        });
    }

    private void update(ScheduledPolicy policy) {
        policy.update(this.protection.findSweepState(policy.name()).orElse(null));
    }

    private static void log(SweepReport report) {
        if (report.events() > 0 || report.heldRooms() > 0 || !report.complete()) {
            logger.info(
                    "Retention policy '{}' {} {} events of {} rooms from before {}. {} rooms are under a hold. {}",
                    report.policy(),
                    report.dryRun() ? "would sweep" : "swept",
                    report.events(),
                    report.rooms(),
                    report.cutoff(),
                    report.heldRooms(),
                    outcome(report));
        }
    }

    private static String outcome(SweepReport report) {
        if (report.dryRun()) {
            return report.complete() ? "Nothing was changed" : "Nothing was changed, and not all rooms were counted";
        }
        return report.complete() ? "Nothing is left" : "The next sweep goes on";
    }

    /**
     * Interrupts the running sweep and waits, at most ten seconds, until the sweep has ended its current transaction.
     */
    @Override
    public void stop() {
        Future<?> stopped = this.rounds;
        ScheduledThreadPoolExecutor stopping = this.executor;
        if (stopped == null || stopping == null) {
            return;
        }
        this.rounds = null;
        stopped.cancel(true);
        stopping.shutdown();
        try {
            if (!stopping.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                logger.warn("A retention sweep is still running, and the application stops anyway");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return this.rounds != null;
    }
}
