package live.roomkit.internal.feed;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import live.roomkit.feed.FeedToken;

/**
 * Contains a feed position that several partitions of a member have in common, so that the feed is read once for all of
 * these partitions. The position may be ahead of the stored position when the changes in between needed no handling.
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

    /** Moves this cursor to a position, without storing the position. */
    void run(FeedToken token) {
        this.stored &= this.token.equals(token);
        this.token = token;
    }

    /** Moves this cursor to a position that has been stored. */
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
     * Takes over the partitions of another cursor. The other cursor must have read all changes up to the position of
     * this cursor.
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
