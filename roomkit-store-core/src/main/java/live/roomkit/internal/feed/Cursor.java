package live.roomkit.internal.feed;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import live.roomkit.feed.FeedToken;

/**
 * Holds a feed position that several partitions of a consumer group's member have in common, so that the feed is read
 * once for all of these partitions. The position may be ahead of the position that the store contains, when the member
 * had no change to handle in between.
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
     * Adds the partitions of another cursor to this one. For these partitions, all changes before the position of this
     * cursor must have been read.
     */
    void absorb(Cursor other) {
        this.leases.putAll(other.leases);
        this.stored = false;
    }

    /** Returns the leases of the cursor's partitions, ordered by partition number. */
    Collection<Lease> leases() {
        return this.leases.values();
    }
}
