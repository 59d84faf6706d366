package live.roomkit.internal.feed;

import java.time.Duration;
import java.util.List;

/**
 * Contains the result of {@link ConsumerGroups#beat}, the periodic call with which a member of a consumer group renews
 * its leases of partitions.
 *
 * @param known whether the group exists
 * @param held the leases that the member has after the call, including newly claimed ones
 * @param surplus the number of partitions that the member has to release, because it leases more than its share;
 *     negative while it leases fewer than its share
 * @param nextExpiry the time until the earliest moment at which a lease of another member may end
 * @param parkedRooms the number of rooms whose changes are stored instead of handled, because an earlier change of the
 *     room failed
 * @param reviving whether {@link ConsumerGroups#revive} was called for some of these rooms, so that their stored
 *     changes must be handled
 */
public record Beat(
        boolean known, List<Lease> held, int surplus, Duration nextExpiry, long parkedRooms, boolean reviving) {

    /**
     * Returns the number of partitions that a member should lease. The shares of any two live members differ by at most
     * one partition.
     *
     * @param rank the number of live members whose names sort before the name of the member
     */
    public static int share(int partitions, int members, int rank) {
        return partitions / members + ((rank < partitions % members) ? 1 : 0);
    }
}
