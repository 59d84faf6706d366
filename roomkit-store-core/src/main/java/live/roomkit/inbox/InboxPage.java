package live.roomkit.inbox;

import java.util.List;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Contains consecutive rooms of an inbox. A page has at most {@link InboxQuery#limit()} rooms. When the entries of
 * these rooms would together have more bytes of JSON than the store's {@code maxPageSize}, the page has only the first
 * entries that fit, but at least one.
 *
 * @param entries the rooms, ordered by last activity, newest first
 * @param next the cursor with which to read the next page; {@code null} when this page is the last one
 */
public record InboxPage(List<InboxEntry> entries, @Nullable InboxCursor next) {

    /** A page without rooms. */
    public static final InboxPage EMPTY = new InboxPage(List.of(), null);

    /** Copies the list of entries. */
    public InboxPage {
        entries = List.copyOf(entries);
    }

    /**
     * Returns a page of the given rooms. If there are more rooms, the next page starts after the last of the given
     * rooms.
     */
    public static InboxPage of(List<InboxEntry> entries, boolean hasMore) {
        Checks.check(!hasMore || !entries.isEmpty(), "a page with hasMore must have at least one room");
        return new InboxPage(entries, hasMore ? entries.get(entries.size() - 1).cursor() : null);
    }

    /** Tells whether there is a next page. */
    public boolean hasMore() {
        return this.next != null;
    }
}
