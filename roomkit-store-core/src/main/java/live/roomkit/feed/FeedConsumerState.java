package live.roomkit.feed;

import java.time.Duration;
import java.util.Set;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Describes the work of a consumer on this node.
 *
 * @param partitions the numbers of the partitions that this consumer leases
 * @param lag the age of the oldest change that this consumer has not handled yet; zero when it has handled all changes
 * @param handled the number of changes that were handled since the consumer was started
 * @param failures the number of failed attempts to handle changes since the consumer was started
 * @param parkedRooms the number of parked rooms of the whole group, as this consumer last read it from the store
 * @param failure the exception that keeps the consumer from reading the feed, or {@code null} while the consumer can
 *     read the feed
 */
public record FeedConsumerState(
        Set<Integer> partitions,
        Duration lag,
        long handled,
        long failures,
        long parkedRooms,
        @Nullable RuntimeException failure) {

    /** Copies the set of partitions, so that the state cannot be modified. */
    public FeedConsumerState {
        partitions = Set.copyOf(Checks.notNull("partitions", partitions));
        Checks.notNull("lag", lag);
    }
}
