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

/**
 * Stores what the members of a consumer group share: leases of partitions, feed positions, and the rooms whose changes
 * could not be handled. Each store implements this interface.
 */
public interface ConsumerGroups {

    /**
     * Creates a consumer group, unless it already exists.
     *
     * @param settings the settings that all members of the group must have, as a text
     * @param start a function that returns the feed position at which a new group begins; without effect when the group
     *     already exists
     * @return the stored settings of the group
     */
    String create(String group, String settings, int partitions, Supplier<FeedToken> start);

    /**
     * Records that a member is alive, and renews its leases of partitions. Also claims partitions that nobody leases,
     * until the member has its share of all partitions.
     *
     * @param lease the duration of a lease
     * @return the leases of the member, and the state of the group
     */
    Beat beat(String group, String member, Duration lease);

    /**
     * Records that a member is alive, and renews its leases of partitions.
     *
     * @return the number of renewed leases
     */
    int renew(String group, String member, Duration lease);

    void release(String group, String member, Collection<Lease> leases);

    /** Removes a member from its group and ends all of its leases. */
    void leave(String group, String member);

    /** Runs the given work in a transaction. The transaction is rolled back when the work throws an exception. */
    void inTransaction(Runnable work);

    /**
     * Tells whether the current transaction has written nothing yet. Such a transaction can be committed even when the
     * handler of a consumer has failed.
     */
    boolean isUntouched();

    /**
     * Stores a new feed position for the partitions of the given leases, and renews these leases. Both happen in the
     * current transaction.
     *
     * @throws LostLeaseException when the member has lost one of the leases
     */
    void advance(String group, String member, Duration lease, Collection<Lease> leases, FeedToken token);

    /**
     * Parks the room of a change that could not be handled. While a room is parked, its further changes are stored
     * instead of handled. Also removes the mark that {@link #revive} may have set for the room.
     */
    void park(String group, int partition, Change change, String failure);

    /** Stores changes of parked rooms. These changes are handled after {@link #revive} was called for their rooms. */
    void keepBack(String group, List<Change> changes);

    /** Returns the ids of the rooms in the given partitions that {@link #park} has parked. */
    Set<String> parkedIn(String group, Collection<Integer> partitions);

    /** Returns the ids of at most 100 rooms that {@link #revive} has marked and that are in the given partitions. */
    List<String> revivingIn(String group, Collection<Integer> partitions);

    /**
     * Returns at most {@code limit} of the changes that {@link #keepBack} has stored for a room, in the order of the
     * feed.
     */
    List<Change> keptBack(String group, String roomId, int limit);

    /** Removes the changes that {@link #keepBack} has stored for a room, up to and including the given change. */
    void removeKept(String group, String roomId, long changeId);

    /** Ends the parking of a room, so that its next changes are handled instead of stored. */
    void unpark(String group, String roomId);

    List<ParkedRoom> parkedRooms(String group, int limit);

    /**
     * Marks a parked room, or all parked rooms of the group when {@code roomId} is {@code null}. A member then handles
     * the stored changes of the marked rooms. Returns the number of marked rooms.
     */
    int revive(String group, @Nullable String roomId);

    boolean isClosed();

    /** Removes a group with everything that is stored for it. Returns {@code false} when there is no such group. */
    boolean remove(String group);
}
