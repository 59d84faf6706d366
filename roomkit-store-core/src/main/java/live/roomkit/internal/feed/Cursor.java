package live.roomkit.internal.feed;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import live.roomkit.feed.FeedToken;

/**
 * Holds a feed position of a member of a consumer group, and the leases of the member for the partitions that are at
 * this position. The member reads the feed once for all of these partitions. The position may be ahead of the stored
 * position. When the member had no change to handle, it stores the new position later, at the latest before its next
 * call of {@link ConsumerGroups#beat}.
 */
final class Cursor {

    private final Map<Integer, Lease> leases = new TreeMap<>();

    private FeedToken token;

    private boolean stored = true;

    Cursor(FeedToken token) {
        this.token = token;
    }

    FeedToken token() {
        return this.token;
    }

    /** Moves this cursor to a feed position that is not stored yet. */
    void run(FeedToken token) {
        this.stored &= this.token.equals(token);
        this.token = token;
    }

    /** Moves this cursor to a feed position that has been stored. */
    void store(FeedToken token) {
        this.token = token;
        this.stored = true;
    }

    boolean isStored() {
        return this.stored;
    }

    boolean holds(int partition) {
        return this.leases.containsKey(partition);
    }

    void add(Lease lease) {
        this.leases.put(lease.partition(), lease);
    }

    void retain(Collection<Lease> held) {
        this.leases
                .values()
                .removeIf(lease -> held.stream()
                        .noneMatch(
                                other -> other.partition() == lease.partition() && other.fencing() == lease.fencing()));
    }

    /**
     * Adds the partitions of another cursor to this one. Call this method only when the member has read all changes of
     * these partitions up to the position of this cursor.
     */
    void absorb(Cursor other) {
        this.leases.putAll(other.leases);
        this.stored = false;
    }

    /** Returns a lease for each partition that this cursor reads, ordered by partition number. */
    Collection<Lease> leases() {
        return this.leases.values();
    }
}
