package live.roomkit.internal.feed;

import java.time.Duration;
import java.util.List;

/**
 * Tells a member of a consumer group what it holds.
 *
 * @param known whether the group exists
 * @param held the partitions of the member, whose leases were renewed
 * @param surplus how many of them the member has to release to others; negative while others hold what belongs to it
 * @param nextExpiry the time until the lease of another member may end
 * @param parkedRooms the number of parked rooms of the group
 * @param reviving whether the group has rooms to revive
 */
public record Beat(
        boolean known, List<Lease> held, int surplus, Duration nextExpiry, long parkedRooms, boolean reviving) {

    /**
     * Returns how many partitions a member should hold.
     *
     * @param rank the number of live members whose names are smaller
     */
    public static int share(int partitions, int members, int rank) {
        return partitions / members + ((rank < partitions % members) ? 1 : 0);
    }
}
