package live.roomkit.store;

import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;

/**
 * Operations on inboxes. An inbox has the rooms of a channel, of a participant, of an identity or of an organization, ordered by
 * last activity, then id, the liveliest first. A room without activity counts as active at its creation.
 */
public interface InboxOperations {

    /**
     * Returns a page of an inbox: each room with its last message, what is unread, and its first participants, read at one moment.
     * The page has as many rooms as fit into {@code maxPageSize}, at least one.
     *
     * <p>A room that becomes livelier while a caller reads page after page moves to the top of the first page. The pages after a
     * cursor contain every other room exactly once.
     *
     * <p>The PostgreSQL store reads the rooms of an organization by an index. It looks up and sorts the rooms of a person who has up
     * to 2 000 bindings and participant records. For a person with more and a query that names the organization, it visits the
     * liveliest 3 000 rooms of the organization, and looks up all rooms of the person when they do not fill the page. It does the
     * same with an organization's inbox that has a channel type, metadata or unread messages only as a condition. A query for such a
     * person without organization looks at all rooms of the person.
     *
     * @throws IllegalArgumentException when {@code after} is a cursor of another query
     */
    InboxPage listInbox(InboxQuery query);

    /**
     * Returns the totals of all rooms of an inbox, whatever the position and limit of the query. The time grows with the number of
     * the rooms.
     *
     * @throws IllegalArgumentException when the query has no {@code readBy}, or {@code after} is a cursor of another query
     */
    InboxTotals getInboxTotals(InboxQuery query);
}
