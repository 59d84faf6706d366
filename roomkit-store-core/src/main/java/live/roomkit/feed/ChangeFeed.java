package live.roomkit.feed;

import java.time.Instant;
import live.roomkit.internal.Checks;
import live.roomkit.store.ConversationStore;

/**
 * Reads every change of a store's rooms: appends, updates, deletions, read markers, tasks, participants, bindings and
 * observations. Changes of identities belong to no room and are not in it; the participants that such a change updates are.
 *
 * <p>The feed misses nothing, however transactions overlap, and delivers only what was committed. It waits for no transaction: a
 * change is read as soon as its own transaction ends. {@link Change} says what is in order.
 *
 * <p>A PostgreSQL store has a feed only while it is switched on. The memory store always has one, of its last 100 000 changes.
 * Safe for use by many threads.
 */
public interface ChangeFeed {

    /**
     * Returns the feed of a store, looking through decorators.
     *
     * @throws FeedDisabledException when the feed is off
     * @throws IllegalArgumentException when the store has no feed. The view of one organization has none: use the feed of the store
     *     behind it with {@link FeedQuery#organizationId(String)}
     */
    static ChangeFeed of(ConversationStore store) {
        return Checks.notNull("store", store)
                .unwrap(ChangeFeedSource.class)
                .orElseThrow(() -> new IllegalArgumentException("store has no change feed: give a PostgresStore or an"
                        + " InMemoryStore, decorated or not, but not the view of one organization"))
                .changeFeed();
    }

    /**
     * Reads the changes after a position. Returns an empty page when there are none.
     *
     * @throws ForeignFeedTokenException when the token was not made by this feed, or by it before it was switched off or restored
     *     from a dump
     * @throws ExpiredFeedTokenException when changes after the token were deleted
     * @throws StandbyFeedException when the store is connected to a standby
     */
    FeedPage read(FeedQuery query);

    /** Returns the position before the oldest change that is kept. */
    FeedToken earliest();

    /** Returns the position after everything that was committed until now. */
    FeedToken latest();

    /** Returns how many changes are kept, and for how long. Costs the same however many there are. */
    FeedState state();

    /**
     * Deletes old changes, at most 10 000 in one call. Deletes nothing while another node does. Keeps each change that was recorded at the given time or later, or that
     * may be younger than an open transaction.
     *
     * @return the number of deleted changes; call again until it is less than 10 000
     */
    int deleteBefore(Instant time);

    /**
     * Configures a consumer of a group, which handles the changes on this node.
     *
     * @param group the name of the group, of at most 255 characters
     */
    FeedConsumer.Builder consumer(String group);

    /**
     * Forgets a consumer group: its position, and its parked rooms with the changes that were kept back. Consumers that are running
     * begin where their {@link FeedConsumer.Builder#from(FeedStart)} says. Do so when a group is not needed any more, since
     * {@link #deleteBefore} keeps what it has not handled.
     *
     * @return {@code false} when there is no such group
     */
    boolean removeGroup(String group);
}
