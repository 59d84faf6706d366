package live.roomkit.internal.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import live.roomkit.feed.FeedToken;

/**
 * Holds the {@link Cursor} of each partition that a member of a consumer group leases. All partitions of a cursor have
 * the same feed position.
 */
final class Cursors {

    private final List<Cursor> all = new ArrayList<>();

    List<Cursor> all() {
        return List.copyOf(this.all);
    }

    List<Lease> leases() {
        return this.all.stream().flatMap(cursor -> cursor.leases().stream()).toList();
    }

    Set<Integer> partitions() {
        return leases().stream().map(Lease::partition).collect(Collectors.toUnmodifiableSet());
    }

    Optional<Cursor> of(int partition) {
        return this.all.stream().filter(cursor -> cursor.holds(partition)).findFirst();
    }

    /**
     * Replaces the leases of the member by the given ones. Adds each new lease to a cursor at the feed position that is
     * stored for the partition of the lease.
     *
     * @return whether there are new leases
     */
    boolean hold(List<Lease> held) {
        this.all.forEach(cursor -> cursor.retain(held));
        this.all.removeIf(cursor -> cursor.leases().isEmpty());
        List<Lease> added =
                held.stream().filter(lease -> of(lease.partition()).isEmpty()).toList();
        added.forEach(lease -> at(lease.token()).add(lease));
        return !added.isEmpty();
    }

    private Cursor at(FeedToken token) {
        return this.all.stream()
                .filter(cursor -> cursor.isStored() && cursor.token().equals(token))
                .findFirst()
                .orElseGet(() -> {
                    Cursor cursor = new Cursor(token);
                    this.all.add(cursor);
                    return cursor;
                });
    }

    /**
     * Moves the partitions of all cursors to the last cursor of {@code all()}, so that the feed is read once for all
     * partitions. Call this method only after the feed was read for each cursor in the order of {@code all()} and none
     * of these reads found a change. The read for the last cursor was the most recent one, and would have found every
     * change that came after the earlier reads. So no partition misses a change when it moves to the position of the
     * last cursor.
     */
    void join() {
        if (this.all.size() > 1) {
            Cursor last = this.all.get(this.all.size() - 1);
            this.all.forEach(last::absorb);
            this.all.clear();
            this.all.add(last);
        }
    }

    void clear() {
        this.all.clear();
    }
}
