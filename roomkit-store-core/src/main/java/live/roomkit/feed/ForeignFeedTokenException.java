package live.roomkit.feed;

import live.roomkit.store.StoreException;

/**
 * Tells that a feed cannot continue at a token, for one of these reasons:
 *
 * <ul>
 *   <li>The token comes from another database.
 *   <li>After the token was made, the feed was switched off, or the database was restored from a dump.
 *   <li>The database has lost changes that come before the token, for example because an older backup was restored.
 *   <li>The text of the token is damaged.
 * </ul>
 *
 * <p>Read again from {@link ChangeFeed#earliest()} or {@link ChangeFeed#latest()}.
 */
public class ForeignFeedTokenException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that says from which positions the feed can be read again. */
    public ForeignFeedTokenException() {
        super(
                "The change feed cannot continue at the token: it comes from another database, from before the feed was switched off"
                        + " or the database restored, or it is damaged. Begin again at earliest() or latest(), and bring what was derived from"
                        + " the feed up to date by reading the store");
    }
}
