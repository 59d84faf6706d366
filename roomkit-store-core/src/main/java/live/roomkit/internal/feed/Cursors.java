package live.roomkit.internal.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import live.roomkit.feed.FeedToken;

/** Groups the partitions of a member by their feed positions. */
final class Cursors {

    private final List<Cursor> all = new ArrayList<>();

    List<Cursor> all() {
        return List.copyOf(this.all);
    }

    /** Returns the leases of all partitions. */
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
     * Replaces the leases by the given ones. Removes lost leases from their cursors. Adds each new lease to a cursor at
     * the stored position of the lease.
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
     * Joins all cursors into the last one, after a round in which no cursor found changes. In a round, the feed is read
     * for one cursor after another. The read for the last cursor was the latest read, and it found no changes. So every
     * partition can move to the position of the last cursor without missing a change.
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
