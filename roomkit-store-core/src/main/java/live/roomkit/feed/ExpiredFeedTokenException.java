package live.roomkit.feed;

import live.roomkit.store.StoreException;

/**
 * Tells that changes after a token were deleted, so reading on would miss them. Begin again at {@link ChangeFeed#earliest()} or
 * {@link ChangeFeed#latest()}.
 */
public class ExpiredFeedTokenException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Says where to begin again. */
    public ExpiredFeedTokenException() {
        super(
                "Changes after the token were deleted: begin again at earliest() or latest(), bring what was derived from the feed"
                        + " up to date by reading the store, and keep changes for longer");
    }
}
