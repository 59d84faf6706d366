package live.roomkit.channel;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How fast a channel may be written to. The store keeps the values; holding to them is the application's.
 *
 * @param maxPerSecond messages a second, if limited
 * @param maxPerMinute messages a minute, if limited
 * @param maxPerHour messages an hour, if limited
 */
public record RateLimit(
        @Nullable Double maxPerSecond,
        @Nullable Double maxPerMinute,
        @Nullable Double maxPerHour) {

    /** Refuses negative rates. */
    public RateLimit {
        maxPerSecond = Checks.optionalNotNegative("maxPerSecond", maxPerSecond);
        maxPerMinute = Checks.optionalNotNegative("maxPerMinute", maxPerMinute);
        maxPerHour = Checks.optionalNotNegative("maxPerHour", maxPerHour);
    }
}
