package live.roomkit.boot.autoconfigure.retention;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import live.roomkit.protection.Protection;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Sweeps by the policies of the configuration, on one node at a time. A sweep that was cut off, by its limit or by the end of the
 * process, is continued by the next one.
 */
final class RetentionSchedule implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(RetentionSchedule.class);

    private static final int SHUTDOWN_SECONDS = 10;

    private final Protection protection;

    private final RoomKitRetentionProperties properties;

    private final RetentionLock lock;

    private final Map<String, State> states = new ConcurrentHashMap<>();

    private volatile ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

    private volatile boolean running;

    RetentionSchedule(Protection protection, RoomKitRetentionProperties properties, RetentionLock lock) {
        this.protection = protection;
        this.properties = properties;
        this.lock = lock;
        policies().forEach(policy -> this.states.put(policy.name(), new State()));
    }

    List<RetentionPolicy> policies() {
        return this.properties.retentionPolicies();
    }

    /** Returns the number of events that this node has swept by a policy. */
    long sweptEvents(String policy) {
        return state(policy).events.get();
    }

    /** Returns the time at which nothing was left to sweep by a policy, or another node was at it. */
    Instant caughtUpAt(String policy) {
        return state(policy).caughtUpAt;
    }

    /** Checks whether sweeps by a policy are behind: two in a row failed, or did not finish. */
    boolean isBehind(String policy) {
        return Instant.now().isAfter(this.properties.overdue(caughtUpAt(policy)));
    }

    private State state(String policy) {
        return this.states.getOrDefault(policy, new State());
    }

    /** Sweeps by all policies, unless another node does. Logs failures, and leaves the rest to the next sweep. */
    void sweep() {
        try {
            if (!this.lock.runAlone(() -> policies().forEach(this::sweep))) {
                this.states.values().forEach(State::catchUp);
            }
        } catch (SQLException | RuntimeException ex) {
            logger.warn(
                    "Retention could not look for other nodes, and swept nothing: {}",
                    ex.getClass().getName());
        }
    }

    private void sweep(RetentionPolicy policy) {
        SweepLimits limits = SweepLimits.NONE.maxDuration(this.properties.maxDuration());
        try {
            SweepReport report = this.protection.sweep(policy, Instant.now(), limits, false);
            State state = state(policy.name());
            state.events.addAndGet(report.events());
            if (report.complete()) {
                state.catchUp();
            }
            if (report.events() > 0 || !report.complete()) {
                logger.info(
                        "Retention policy '{}' swept {} events of {} rooms before {}; {} rooms are under a hold{}",
                        policy.name(),
                        report.events(),
                        report.rooms(),
                        report.cutoff(),
                        report.heldRooms(),
                        report.complete() ? "" : "; the next sweep goes on with the rest");
            }
        } catch (RuntimeException ex) {
            logger.warn("Retention policy '{}' failed, and is tried again by the next sweep", policy.name(), ex);
        }
    }

    private Instant next(TriggerContext context) {
        Instant last = context.lastCompletion();
        return this.properties.next((last != null) ? last : Instant.now());
    }

    @Override
    public synchronized void start() {
        this.scheduler = new ThreadPoolTaskScheduler();
        this.scheduler.setThreadNamePrefix("roomkit-retention-");
        this.scheduler.setDaemon(true);
        this.scheduler.setAwaitTerminationSeconds(SHUTDOWN_SECONDS);
        this.scheduler.initialize();
        this.scheduler.schedule(this::sweep, this::next);
        this.running = true;
    }

    /** Ends the sweep that runs after its transaction, by an interrupt. */
    @Override
    public synchronized void stop() {
        this.running = false;
        this.scheduler.shutdown();
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    private static final class State {

        private final AtomicLong events = new AtomicLong();

        private volatile Instant caughtUpAt = Instant.now();

        private void catchUp() {
            this.caughtUpAt = Instant.now();
        }
    }
}
