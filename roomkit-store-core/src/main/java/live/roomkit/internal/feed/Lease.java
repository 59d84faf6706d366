package live.roomkit.internal.feed;

import java.util.concurrent.ThreadLocalRandom;
import live.roomkit.feed.FeedToken;

/**
 * Entitles a member of a consumer group to handle the changes of a partition for a limited time.
 *
 * @param fencing a number that increases each time the partition is claimed. The number distinguishes this lease from
 *     earlier and later leases of the partition
 * @param token the stored feed position of the partition
 */
public record Lease(int partition, long fencing, FeedToken token) {

    private static final long MAX_FIRST = 1L << 40;

    /**
     * Returns a random number, at which the values of {@link #fencing} begin in a new consumer group. Because the
     * number is random, the leases of a removed group with the same name are not mistaken for leases of the new group.
     */
    public static long firstFencing() {
        return ThreadLocalRandom.current().nextLong(MAX_FIRST);
    }
}
