package live.roomkit.channel;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Limit on the rate of messages to a channel. The store only stores the limits; the application enforces them.
 *
 * @param maxPerSecond the maximum number of messages per second, if limited
 * @param maxPerMinute the maximum number of messages per minute, if limited
 * @param maxPerHour the maximum number of messages per hour, if limited
 */
public record RateLimit(
        @Nullable Double maxPerSecond,
        @Nullable Double maxPerMinute,
        @Nullable Double maxPerHour) {

    /** Rejects negative rates. */
    public RateLimit {
        maxPerSecond = Checks.optionalNotNegative("maxPerSecond", maxPerSecond);
        maxPerMinute = Checks.optionalNotNegative("maxPerMinute", maxPerMinute);
        maxPerHour = Checks.optionalNotNegative("maxPerHour", maxPerHour);
    }
}
