package live.roomkit.internal.feed;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ParkedRoom;
import org.jspecify.annotations.Nullable;

/** Keeps what the members of a consumer group share: leases, positions and parked rooms. Implemented by each store. */
public interface ConsumerGroups {

    /**
     * Creates a group at a position, unless it exists.
     *
     * @param settings the text of the settings that all members must have
     * @param start returns the position; called only when the group does not exist
     * @return the settings of the group
     */
    String create(String group, String settings, int partitions, Supplier<FeedToken> start);

    /** Keeps a member alive, renews its leases, and claims free partitions for it, as far as its share reaches. */
    Beat beat(String group, String member, Duration lease);

    /** Keeps a member alive and renews its leases. */
    void renew(String group, String member, Duration lease);

    /** Gives partitions back. */
    void release(String group, String member, Collection<Lease> leases);

    /** Gives everything back that the member holds. */
    void leave(String group, String member);

    /** Runs work in a transaction, which is rolled back when the work fails. */
    void inTransaction(Runnable work);

    /** Tells whether nothing was written in the present transaction, so it may be committed after the handler failed. */
    boolean isUntouched();

    /**
     * Moves the positions of partitions within the present transaction, and renews their leases.
     *
     * @throws LostLeaseException when the member does not hold all of them any more
     */
    void advance(String group, String member, Duration lease, Collection<Lease> leases, FeedToken token);

    /** Parks a room because of its change, or marks a reviving room as parked. */
    void park(String group, int partition, Change change, String failure);

    /** Keeps changes of parked rooms back. */
    void keepBack(String group, List<Change> changes);

    /** Returns the parked rooms of partitions. */
    Set<String> parkedIn(String group, Collection<Integer> partitions);

    /** Returns rooms of partitions that were revived, at most 100. */
    List<String> revivingIn(String group, Collection<Integer> partitions);

    /** Returns the changes of a parked room in their order. */
    List<Change> keptBack(String group, String roomId, int limit);

    /** Removes the changes of a parked room up to one that was handled. */
    void removeKept(String group, String roomId, long changeId);

    /** Ends the parking of a room. */
    void unpark(String group, String roomId);

    /** Returns the parked rooms of a group. */
    List<ParkedRoom> parkedRooms(String group, int limit);

    /** Marks one parked room, or all of them, to be handled again. Returns their number. */
    int revive(String group, @Nullable String roomId);

    /** Tells whether the store was closed. */
    boolean isClosed();

    /** Forgets a group. */
    boolean remove(String group);
}
