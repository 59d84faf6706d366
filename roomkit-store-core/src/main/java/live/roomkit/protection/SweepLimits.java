package live.roomkit.protection;

import java.time.Duration;
import live.roomkit.internal.Checks;

/**
 * Limits one sweep. What is left is swept by the next one.
 *
 * @param maxEvents the largest number of events that are erased or deleted
 * @param maxDuration the time after which no further transaction begins
 */
public record SweepLimits(long maxEvents, Duration maxDuration) {

    /** Sweeps everything that is due. */
    public static final SweepLimits NONE = new SweepLimits(Long.MAX_VALUE, Duration.ofDays(365));

    /** Rejects limits that are not positive. */
    public SweepLimits {
        Checks.check(maxEvents > 0, "maxEvents must be positive");
        Checks.notNull("maxDuration", maxDuration);
        Checks.check(!maxDuration.isNegative() && !maxDuration.isZero(), "maxDuration must be positive");
    }

    /** Returns the same limits with that number of events. */
    public SweepLimits maxEvents(long maxEvents) {
        return new SweepLimits(maxEvents, this.maxDuration);
    }

    /** Returns the same limits with that time. */
    public SweepLimits maxDuration(Duration maxDuration) {
        return new SweepLimits(this.maxEvents, maxDuration);
    }
}
