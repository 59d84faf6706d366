package live.roomkit.channel;

import java.util.List;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Policy for retrying a failed delivery. The store only stores the policy; the application performs the retries.
 *
 * @param maxRetries the maximum number of retries; 3 by default
 * @param baseDelaySeconds the delay in seconds before the first retry; 1 by default
 * @param maxDelaySeconds the maximum delay in seconds before a retry; 60 by default
 * @param exponentialBase the factor by which the delay grows with each retry; 2 by default
 * @param retryableErrors the codes of the errors after which a delivery is retried; {@code null} means all errors
 */
public record RetryPolicy(
        Integer maxRetries,
        Double baseDelaySeconds,
        Double maxDelaySeconds,
        Double exponentialBase,
        @Nullable List<String> retryableErrors) {

    /** Policy with the default values. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, 1.0, 60.0, 2.0);

    /** Applies the defaults. Rejects negative values, and an {@code exponentialBase} below 1. */
    public RetryPolicy {
        maxRetries = (maxRetries != null) ? maxRetries : 3;
        baseDelaySeconds = (baseDelaySeconds != null) ? baseDelaySeconds : 1.0;
        maxDelaySeconds = (maxDelaySeconds != null) ? maxDelaySeconds : 60.0;
        exponentialBase = (exponentialBase != null) ? exponentialBase : 2.0;
        Checks.check(maxRetries >= 0, "maxRetries must not be negative");
        baseDelaySeconds = Checks.range("baseDelaySeconds", baseDelaySeconds, 0, Double.MAX_VALUE);
        maxDelaySeconds = Checks.range("maxDelaySeconds", maxDelaySeconds, 0, Double.MAX_VALUE);
        exponentialBase = Checks.range("exponentialBase", exponentialBase, 1, Double.MAX_VALUE);
        retryableErrors = (retryableErrors != null) ? Checks.list("retryableErrors", retryableErrors) : null;
    }

    /** Creates a policy that retries a delivery after every error. */
    public RetryPolicy(Integer maxRetries, Double baseDelaySeconds, Double maxDelaySeconds, Double exponentialBase) {
        this(maxRetries, baseDelaySeconds, maxDelaySeconds, exponentialBase, null);
    }
}
