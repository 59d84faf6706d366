package live.roomkit.internal.store;

import live.roomkit.inbox.InboxQuery;
import live.roomkit.internal.Checks;
import live.roomkit.room.RoomLookup;
import org.jspecify.annotations.Nullable;

/** Checks inbox queries, in the same way in every store. */
public final class Inboxes {

    /**
     * Maximum number of events in which a store searches for messages of the reader. The store searches the newest
     * events of the room. The reader is the channel {@link InboxQuery#readBy}. Messages that the store finds do not
     * count as unread. Messages that the reader sent before the searched events count as unread if they come after the
     * reader's read marker.
     */
    public static final int SEARCHED = 1_000;

    private Inboxes() {}

    /**
     * Returns the given query. Rejects a query with the cursor of another query, and a query with {@code unreadOnly}
     * but without {@code readBy}.
     */
    public static InboxQuery checked(@Nullable InboxQuery query) {
        InboxQuery checked = Checks.notNull("query", query);
        Checks.check(
                checked.after() == null || checked.after().query() == checked.fingerprint(),
                "after must be a cursor of this query, and not of another one");
        Checks.check(
                checked.readBy() != null || !checked.unreadOnly(),
                "unreadOnly needs readBy, the channel whose read markers tell what is unread");
        return checked;
    }

    /**
     * Checks a query for which a store counts the unread rooms and messages, and returns this query. Rejects a query
     * without {@code readBy}, and every query that {@link #checked} rejects.
     */
    public static InboxQuery checkedForTotals(@Nullable InboxQuery query) {
        InboxQuery checked = checked(query);
        Checks.notNull("readBy", checked.readBy());
        return checked;
    }

    /**
     * Returns the lookup that finds the rooms of the channel, participant or identity in the query. Returns
     * {@code null} when the query is for the rooms of an organization.
     */
    public static @Nullable RoomLookup lookup(InboxQuery query) {
        RoomLookup lookup = switch (query.owner()) {
            case CHANNEL -> RoomLookup.ofChannel(query.ownerId());
            case PARTICIPANT -> RoomLookup.ofParticipant(query.ownerId());
            case IDENTITY -> RoomLookup.ofIdentity(query.ownerId());
            case ORGANIZATION -> null;
        };
        return (lookup != null) ? lookup.organizationId(query.organizationId()) : null;
    }
}
