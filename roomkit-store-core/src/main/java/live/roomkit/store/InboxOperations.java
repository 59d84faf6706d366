package live.roomkit.store;

import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;

/**
 * Operations on inboxes. An inbox contains the rooms of a channel, of a participant, of an identity or of an
 * organization. The rooms are ordered by last activity, newest first, then by id. A room without a last activity is
 * ordered by its creation time.
 */
public interface InboxOperations {

    /**
     * Returns a page of an inbox. The page contains rooms with their last message, their unread counts and their first
     * participants. Both stores of this library read all of these values in one snapshot. A page has as many rooms as
     * fit into {@code maxPageSize}, at least one.
     *
     * <p>A room with new activity moves to the top of the first page, even while a caller reads page after page. Each
     * of the remaining rooms is on exactly one page.
     *
     * <p>The PostgreSQL store reads the rooms of an organization through an index. The PostgreSQL store looks up and
     * sorts all rooms of a person when the person has at most 2 000 bindings and participant records, or when the query
     * names no organization. Otherwise, the store goes through up to 3 000 of the most recently active rooms of the
     * organization, and checks for each room whether it belongs to the inbox. If too few of these rooms belong to the
     * inbox to fill the page, the store then looks up all rooms of the person. The store also checks room after room
     * when the inbox belongs to an organization and the query has a condition on channel type, metadata or unread
     * messages.
     *
     * @throws IllegalArgumentException when {@code after} is a cursor of another query
     */
    InboxPage listInbox(InboxQuery query);

    /**
     * Returns the totals of all rooms of an inbox, whatever the position and limit of the query. The time of this
     * method grows with the number of rooms in the inbox.
     *
     * @throws IllegalArgumentException when the query has no {@code readBy}, or {@code after} is a cursor of another
     *     query
     */
    InboxTotals getInboxTotals(InboxQuery query);
}
