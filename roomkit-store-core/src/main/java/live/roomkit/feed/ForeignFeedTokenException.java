package live.roomkit.feed;

import live.roomkit.store.StoreException;

/**
 * Tells that a token is not one of this feed: it comes from another database, from before the feed was switched off or the database
 * was restored from a dump, or it is damaged. Begin again at {@link ChangeFeed#earliest()} or {@link ChangeFeed#latest()}.
 */
public class ForeignFeedTokenException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Says where to begin again. */
    public ForeignFeedTokenException() {
        super(
                "The token is not one of this change feed: it comes from another database, from before the feed was switched off"
                        + " or the database restored, or it is damaged. Begin again at earliest() or latest(), and bring what was derived from"
                        + " the feed up to date by reading the store");
    }
}
