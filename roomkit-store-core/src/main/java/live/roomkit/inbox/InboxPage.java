package live.roomkit.inbox;

import java.util.List;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Page of an inbox. Its length is limited by the number of rooms and by the total size of their records.
 *
 * @param entries the rooms, the liveliest first
 * @param next the position after which the next page starts; {@code null} when this page is the last one
 */
public record InboxPage(List<InboxEntry> entries, @Nullable InboxCursor next) {

    /** Page without rooms. */
    public static final InboxPage EMPTY = new InboxPage(List.of(), null);

    /** Copies the list. */
    public InboxPage {
        entries = List.copyOf(entries);
    }

    /** Returns a page with a next page after its last room, if there are more rooms. */
    public static InboxPage of(List<InboxEntry> entries, boolean hasMore) {
        Checks.check(!hasMore || !entries.isEmpty(), "a page that has more must have a room");
        return new InboxPage(entries, hasMore ? entries.get(entries.size() - 1).cursor() : null);
    }

    /** Returns whether there is a next page. */
    public boolean hasMore() {
        return this.next != null;
    }
}
