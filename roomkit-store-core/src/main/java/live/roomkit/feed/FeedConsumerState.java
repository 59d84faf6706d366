package live.roomkit.feed;

import java.time.Duration;
import java.util.Set;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Describes the work of a consumer on this node.
 *
 * @param partitions the partitions that this consumer holds
 * @param lag the age of the oldest change that these partitions have to handle yet; zero when there is none
 * @param handled the number of changes that were handled since the consumer was started
 * @param failures the number of times that the handler threw an exception since then
 * @param parkedRooms the number of parked rooms of the whole group
 * @param failure the failure that keeps the consumer from reading the feed, or {@code null}
 */
public record FeedConsumerState(
        Set<Integer> partitions,
        Duration lag,
        long handled,
        long failures,
        long parkedRooms,
        @Nullable RuntimeException failure) {

    /** Copies the partitions. */
    public FeedConsumerState {
        partitions = Set.copyOf(Checks.notNull("partitions", partitions));
        Checks.notNull("lag", lag);
    }
}
