package live.roomkit.protection;

import java.time.Duration;
import live.roomkit.internal.Checks;

/**
 * Limits how much one sweep does. When a sweep ends at a limit, the next sweep continues with the events that are left.
 *
 * @param maxEvents the largest number of events that one sweep erases or deletes
 * @param maxDuration the time after which a sweep begins no further transaction
 */
public record SweepLimits(long maxEvents, Duration maxDuration) {

    /** Limits that are so high that no sweep reaches them in practice. */
    public static final SweepLimits NONE = new SweepLimits(Long.MAX_VALUE, Duration.ofDays(365));

    /** Rejects limits that are not positive. */
    public SweepLimits {
        Checks.check(maxEvents > 0, "maxEvents must be positive");
        Checks.notNull("maxDuration", maxDuration);
        Checks.check(!maxDuration.isNegative() && !maxDuration.isZero(), "maxDuration must be positive");
    }

    /** Returns a copy of these limits with the given number of events. */
    public SweepLimits maxEvents(long maxEvents) {
        return new SweepLimits(maxEvents, this.maxDuration);
    }

    /** Returns a copy of these limits with the given duration. */
    public SweepLimits maxDuration(Duration maxDuration) {
        return new SweepLimits(this.maxEvents, maxDuration);
    }
}
