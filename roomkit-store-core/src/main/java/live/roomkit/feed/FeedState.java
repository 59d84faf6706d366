package live.roomkit.feed;

import java.time.Duration;
import live.roomkit.internal.Checks;

/**
 * Describes the changes that a feed keeps.
 *
 * @param changes an upper bound for the number of changes, computed from their numbers, some of which may never have been used
 * @param age the age of the oldest change that is kept; zero when the feed is empty
 * @param openTransactionAge the age of the oldest change that was made after the oldest open transaction of the database server
 *     began; zero when there is no such change. The feed does not delete this change and later ones before that transaction
 *     ends
 */
public record FeedState(long changes, Duration age, Duration openTransactionAge) {

    /** Rejects missing values. */
    public FeedState {
        Checks.notNull("age", age);
        Checks.notNull("openTransactionAge", openTransactionAge);
    }
}
