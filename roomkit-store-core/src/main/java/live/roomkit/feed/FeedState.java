package live.roomkit.feed;

import java.time.Duration;
import live.roomkit.internal.Checks;

/**
 * Describes the changes that a feed keeps.
 *
 * @param changes the number of changes, at most; some of the counted numbers may never have been used
 * @param age the age of the oldest change; zero when there is none
 * @param openTransactionAge the age of the oldest change since the oldest open transaction of the database server began; zero when
 *     there is none. Later changes are not deleted before that transaction ends
 */
public record FeedState(long changes, Duration age, Duration openTransactionAge) {

    /** Rejects missing values. */
    public FeedState {
        Checks.notNull("age", age);
        Checks.notNull("openTransactionAge", openTransactionAge);
    }
}
