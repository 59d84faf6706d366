package live.roomkit.feed;

import java.time.Duration;
import live.roomkit.internal.Checks;

/**
 * Describes the changes that a change feed keeps.
 *
 * @param changes the number of changes; in a database store an estimate, which may be too high. The estimate is
 *     computed from the lowest and the highest {@link Change#id()}, and some ids between the two may be unused
 * @param age the age of the oldest change that is kept; zero when the feed is empty
 * @param openTransactionAge how long the oldest open transaction of the database server holds back the deletion of
 *     changes: the age of the first change after that transaction began to write, or zero when there is no such change.
 *     Until the transaction ends, {@link ChangeFeed#deleteBefore} keeps the changes from that first change on
 */
public record FeedState(long changes, Duration age, Duration openTransactionAge) {

    /** Rejects missing values. */
    public FeedState {
        Checks.notNull("age", age);
        Checks.notNull("openTransactionAge", openTransactionAge);
    }
}
