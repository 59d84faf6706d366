package live.roomkit.feed;

import java.time.Duration;
import live.roomkit.internal.Checks;

/**
 * Describes the changes that a change feed keeps.
 *
 * @param changes the number of changes; in a database store an estimate, which may be too high. The estimate is
 *     computed from the lowest and the highest {@link Change#id()}, and some ids between the two may be unused
 * @param age the age of the oldest change that is kept; zero when the feed is empty
 * @param openTransactionAge the age of the first of the changes that {@link ChangeFeed#deleteBefore} has to keep
 *     because a transaction that has written data is still open on the database server; zero when there are no such
 *     changes
 */
public record FeedState(long changes, Duration age, Duration openTransactionAge) {

    /** Rejects missing values. */
    public FeedState {
        Checks.notNull("age", age);
        Checks.notNull("openTransactionAge", openTransactionAge);
    }
}
