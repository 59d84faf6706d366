package live.roomkit.channel;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Limit on the rate of messages to a channel. The store keeps the values; the application enforces them.
 *
 * @param maxPerSecond the largest number of messages per second, if limited
 * @param maxPerMinute the largest number of messages per minute, if limited
 * @param maxPerHour the largest number of messages per hour, if limited
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
