package live.roomkit.feed;

import java.time.Duration;
import live.roomkit.internal.Checks;

/**
 * Describes the changes that a change feed keeps.
 *
 * @param changes the number of changes; in a database store an estimate, which may be too high. The estimate is
 *     computed from the lowest and the highest {@link Change#id()}, and some ids between the two may be unused
 * @param age the age of the oldest change that is kept; zero when the feed is empty
 * @param openTransactionAge the age of the first change that {@link ChangeFeed#deleteBefore} has to keep because of a
 *     transaction that is still open; zero when there is no such change. Only transactions that have written data on
 *     the database server have this effect
 */
public record FeedState(long changes, Duration age, Duration openTransactionAge) {

    /** Rejects missing values. */
    public FeedState {
        Checks.notNull("age", age);
        Checks.notNull("openTransactionAge", openTransactionAge);
    }
}
