package live.roomkit.boot.autoconfigure.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * Contains a retention policy and its schedule. Also contains the state of the policy's sweeps, as this node last read
 * it from the database.
 */
final class ScheduledPolicy {

    private final RetentionPolicy policy;

    private final boolean dryRun;

    private final CronExpression cron;

    private final Duration maxDuration;

    private final Clock clock;

    private final AtomicLong sweptEvents = new AtomicLong();

    private volatile Instant dueAt;

    private final Instant firstDueAt;

    private volatile @Nullable SweepState state;

    ScheduledPolicy(RetentionPolicy policy, boolean dryRun, CronExpression cron, Duration maxDuration, Clock clock) {
        this.policy = policy;
        this.dryRun = dryRun;
        this.cron = cron;
        this.maxDuration = maxDuration;
        this.clock = clock;
        this.firstDueAt = next(clock.instant());
        this.dueAt = this.firstDueAt;
    }

    RetentionPolicy policy() {
        return this.policy;
    }

    boolean isDryRun() {
        return this.dryRun;
    }

    String name() {
        return this.policy.name();
    }

    /**
     * Returns the time at which the latest sweep was due. Returns {@code null} when no sweep has been due yet, or when
     * {@link #begun} has recorded the latest sweep.
     */
    @Nullable
    Instant dueAt() {
        Instant now = this.clock.instant();
        Instant due = this.dueAt;
        if (due.isAfter(now)) {
            return null;
        }
        for (Instant next = next(due); !next.isAfter(now); next = next(next)) {
            due = next;
        }
        this.dueAt = due;
        return due;
    }

    /**
     * Records that this node need not try again to start the sweep that was due. The sweep has begun on this node or on
     * another node, or it is left out because an earlier sweep is still running. Afterwards, no sweep is due until the
     * next time of the schedule.
     */
    void begun() {
        this.dueAt = next(this.dueAt);
    }

    void swept(SweepReport report) {
        if (!report.dryRun()) {
            this.sweptEvents.addAndGet(report.events());
        }
    }

    void update(@Nullable SweepState state) {
        this.state = state;
    }

    /**
     * Returns the number of events that this node has erased or deleted by this policy since the application was
     * started. Dry runs do not count.
     */
    long sweptEvents() {
        return this.sweptEvents.get();
    }

    /**
     * Returns for how long the sweeps have been incomplete, or zero when the latest sweep was complete. A sweep is
     * incomplete when it was due but did not begin, or when it did not handle all events that were due. The returned
     * duration starts at the time at which the first incomplete sweep after the latest complete sweep was due.
     */
    Duration behind() {
        Instant since = behindSince();
        Instant now = this.clock.instant();
        return since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO;
    }

    /**
     * Tells whether the sweeps are behind their schedule. After an incomplete sweep, the next sweep can still handle
     * all events. The sweeps are behind when that next sweep was due more than {@code maxDuration} ago, and no complete
     * sweep has followed the incomplete sweep. A sweep ends after {@code maxDuration}, even if events are left.
     */
    boolean isBehind() {
        return next(behindSince()).plus(this.maxDuration).isBefore(this.clock.instant());
    }

    /**
     * Returns the time that has passed since the latest complete sweep was due, or {@code null} before the first
     * complete sweep. A complete sweep has handled all events that were due.
     */
    @Nullable
    Duration age() {
        SweepState known = this.state;
        Instant completedAt = (known != null) ? known.completedAt() : null;
        return (completedAt != null) ? Duration.between(completedAt, this.clock.instant()) : null;
    }

    /** Returns the number of rooms that the latest sweep skipped because of holds. */
    long heldRooms() {
        SweepState known = this.state;
        return (known != null) ? known.heldRooms() : 0;
    }

    private Instant behindSince() {
        SweepState known = this.state;
        if (known == null) {
            return this.firstDueAt;
        }
        return (known.behindSince() != null) ? known.behindSince() : next(known.dueAt());
    }

    private Instant next(Instant after) {
        return Objects.requireNonNull(this.cron.next(after.atZone(ZoneOffset.UTC)), "next time of the schedule")
                .toInstant();
    }
}
