package live.roomkit.internal.store;

import live.roomkit.inbox.InboxQuery;
import live.roomkit.internal.Checks;
import live.roomkit.room.RoomLookup;
import org.jspecify.annotations.Nullable;

/** Rules on queries for inboxes that every store applies. */
public final class Inboxes {

    /** Number of events after a marker among which a store recognizes the reader's own messages. */
    public static final int SEARCHED = 1_000;

    private Inboxes() {}

    /** Returns the query. Rejects a cursor of another query, and {@code unreadOnly} without a reader. */
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

    /** Returns the query for totals. Rejects what {@link #checked} rejects, and a query without a reader. */
    public static InboxQuery checkedForTotals(@Nullable InboxQuery query) {
        InboxQuery checked = checked(query);
        Checks.notNull("readBy", checked.readBy());
        return checked;
    }

    /** Returns the search for the rooms of a person or channel; {@code null} for the rooms of an organization. */
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
