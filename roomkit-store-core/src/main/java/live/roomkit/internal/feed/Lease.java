package live.roomkit.internal.feed;

import java.util.concurrent.ThreadLocalRandom;
import live.roomkit.feed.FeedToken;

/**
 * Holds a partition that a member of a consumer group holds.
 *
 * @param fencing the number of times that the partition was claimed, which tells this lease from earlier and later ones
 * @param token the stored position of the partition
 */
public record Lease(int partition, long fencing, FeedToken token) {

    private static final long MAX_FIRST = 1L << 40;

    /** Returns the number from which a new group counts. It is random, so leases of a removed group with the same name differ. */
    public static long firstFencing() {
        return ThreadLocalRandom.current().nextLong(MAX_FIRST);
    }
}
