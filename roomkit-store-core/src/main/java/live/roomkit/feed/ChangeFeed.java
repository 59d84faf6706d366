package live.roomkit.feed;

import java.time.Instant;
import live.roomkit.internal.Checks;
import live.roomkit.store.ConversationStore;

/**
 * Reads every change of a store's rooms, and of the events, channel bindings, participants, tasks, observations and
 * read markers that belong to the rooms. {@link Change} describes each kind of change. The feed does not contain
 * changes of identities, which belong to no room. When a change of an identity also changes participants, the feed
 * contains the changes of these participants.
 *
 * <p>The feed delivers every committed change, even when transactions overlap, and never delivers a change that was
 * rolled back. A change can be read as soon as its own transaction ends, even while other transactions are still open.
 * {@link Change} documents which changes come in order.
 *
 * <p>A PostgreSQL store has a feed only while the feed is switched on. The memory store always has a feed, which keeps
 * the last 100 000 changes. Feeds are safe for use by many threads.
 */
public interface ChangeFeed {

    /**
     * Returns the change feed of a store. The store may be wrapped in decorators.
     *
     * @throws FeedDisabledException when the store is a PostgreSQL store whose feed is switched off
     * @throws IllegalArgumentException when the store is of a kind that cannot have a feed, such as a view that
     *     {@link ConversationStore#forOrganization} returns. To read the changes of one organization, use the feed of
     *     the whole store with {@link FeedQuery#organizationId(String)}
     */
    static ChangeFeed of(ConversationStore store) {
        return Checks.notNull("store", store)
                .unwrap(ChangeFeedSource.class)
                .orElseThrow(() -> new IllegalArgumentException("store has no change feed: give a PostgresStore or an"
                        + " InMemoryStore, decorated or not, but not the view of one organization"))
                .changeFeed();
    }

    /**
     * Reads a page of the changes that the query selects. Returns an empty page when there are no such changes. One
     * call searches only a part of the feed, so the page can also be empty although the query selects later changes.
     * {@link FeedPage#hasMore()} tells whether to read on.
     *
     * @throws ForeignFeedTokenException when the feed cannot continue at the token of the query, for example because
     *     another feed made the token. A feed that is switched off and on again, or whose database is restored from a
     *     dump, counts as another feed
     * @throws ExpiredFeedTokenException when changes after the token of the query have been deleted, so that the caller
     *     would miss these changes
     * @throws StandbyFeedException when the store is connected to a standby
     */
    FeedPage read(FeedQuery query);

    /** Returns the position before the oldest change that the feed still keeps. */
    FeedToken earliest();

    /** Returns the position after all changes that are committed at the time of the call. */
    FeedToken latest();

    /**
     * Returns the number and the age of the changes that the feed keeps. The duration of the call does not depend on
     * the number of changes.
     */
    FeedState state();

    /**
     * Deletes changes that were recorded before the given time, at most 10 000 in one call. Keeps each change that a
     * consumer group has not handled yet. Deletes nothing while another node is deleting changes. A transaction that
     * has written data and is still open on the database server also limits the deletion. While this transaction is
     * open, the method keeps the changes of all transactions that began to write after this transaction began to write.
     *
     * @return the number of deleted changes. When 10 000 changes were deleted, call this method again to delete further
     *     ones
     */
    int deleteBefore(Instant time);

    /**
     * Returns a builder for a consumer, which handles changes on this node for a consumer group.
     *
     * @param group the name of the consumer group, of at most 255 characters
     */
    FeedConsumer.Builder consumer(String group);

    /**
     * Removes a consumer group with everything that is stored for the group. Remove a group that you no longer need,
     * because {@link #deleteBefore} keeps every change that a group has not handled. If a consumer of the group is
     * still running, the consumer creates the group again, at the position that
     * {@link FeedConsumer.Builder#from(FeedStart)} determines.
     *
     * @return {@code false} when there is no such group
     */
    boolean removeGroup(String group);
}
