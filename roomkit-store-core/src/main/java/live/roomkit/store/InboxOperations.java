package live.roomkit.store;

import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;

/**
 * Operations on inboxes. An inbox contains the rooms of a channel, of a participant, of an identity or of an
 * organization. The room with the latest activity comes first. Rooms with the same last activity are ordered by id,
 * descending. When a room has no last activity, its creation time takes the place of the last activity.
 */
public interface InboxOperations {

    /**
     * Returns a page of an inbox. Each entry of the page contains a room, the room's last message and unread counts,
     * and the first participants that joined the room, at most four. The in-memory store and the PostgreSQL store read
     * all of these values in one snapshot. When the entries of a page would together have more bytes of JSON than the
     * store's {@code maxPageSize}, the page contains only the first entries that fit, but at least one.
     *
     * <p>A room can have new activity while a caller reads page after page. The room then moves to the top of the first
     * page, and is not on the pages that the caller reads afterwards. Each room without new activity is on exactly one
     * page.
     *
     * <p>For the inbox of an organization, the PostgreSQL store reads only the most recently active rooms through an
     * index, unless the query has a condition on channel type, metadata or unread messages. With such a condition, the
     * store first reads the most recently active rooms, at most 3 000 of each status. When too few of these rooms meet
     * the condition to fill the page, the store searches and sorts all rooms of the organization.
     *
     * <p>For the inbox of a participant, an identity or a channel, the store looks up and sorts all rooms of the inbox
     * in two cases. In the first case, the participant, identity or channel has at most 2 000 bindings and participant
     * records in total. In the second case, the query names no organization. In all other cases, the store reads the
     * most recently active rooms of the organization, at most 3 000 of each status, and keeps those that belong to the
     * inbox. When these do not fill the page, the store looks up and sorts all rooms of the inbox.
     *
     * @throws IllegalArgumentException when the query has {@code unreadOnly} but no {@code readBy}, or when the
     *     {@code after} of the query is a cursor of another query
     */
    InboxPage listInbox(InboxQuery query);

    /**
     * Returns the number of unread messages in all rooms of an inbox, and the number of rooms with unread messages. The
     * {@code after} and {@code limit} of the query have no effect on the numbers. The time of this method grows with
     * the number of rooms in the inbox.
     *
     * @throws IllegalArgumentException when the query has no {@code readBy}, or when the {@code after} of the query is
     *     a cursor of another query
     */
    InboxTotals getInboxTotals(InboxQuery query);
}
