package live.roomkit.channel;

import live.roomkit.internal.Checks;

/**
 * How a failed delivery is tried again. The store keeps the values; acting on them is the application's.
 *
 * @param maxRetries how often; 3 unless given
 * @param baseDelaySeconds seconds before the first retry; 1 unless given
 * @param maxDelaySeconds seconds before a retry at most; 60 unless given
 * @param exponentialBase by what the delay grows from retry to retry; 2 unless given
 */
public record RetryPolicy(Integer maxRetries, Double baseDelaySeconds, Double maxDelaySeconds, Double exponentialBase) {

    /** The defaults. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, 1.0, 60.0, 2.0);

    /** Applies the defaults and refuses negative values. */
    public RetryPolicy {
        maxRetries = (maxRetries != null) ? maxRetries : 3;
        baseDelaySeconds = (baseDelaySeconds != null) ? baseDelaySeconds : 1.0;
        maxDelaySeconds = (maxDelaySeconds != null) ? maxDelaySeconds : 60.0;
        exponentialBase = (exponentialBase != null) ? exponentialBase : 2.0;
        Checks.check(maxRetries >= 0, "maxRetries must not be negative");
        baseDelaySeconds = Checks.range("baseDelaySeconds", baseDelaySeconds, 0, Double.MAX_VALUE);
        maxDelaySeconds = Checks.range("maxDelaySeconds", maxDelaySeconds, 0, Double.MAX_VALUE);
        exponentialBase = Checks.range("exponentialBase", exponentialBase, 1, Double.MAX_VALUE);
    }
}
