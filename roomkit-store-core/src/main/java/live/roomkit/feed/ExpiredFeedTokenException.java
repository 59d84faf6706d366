package live.roomkit.feed;

import live.roomkit.store.StoreException;

/**
 * Tells that changes after a feed token were deleted, so that a reader that continues at the token would miss these
 * changes. Read again from {@link ChangeFeed#earliest()} or {@link ChangeFeed#latest()}.
 */
public class ExpiredFeedTokenException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that says from which positions the feed can be read again. */
    public ExpiredFeedTokenException() {
        super(
                "Changes after the token were deleted: begin again at earliest() or latest(), bring what was derived from the feed"
                        + " up to date by reading the store, and keep changes for longer");
    }
}
