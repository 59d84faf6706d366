package live.roomkit.feed;

import live.roomkit.store.StoreException;

/** Tells that the change feed of a store is switched off. */
public class FeedDisabledException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that says how to switch the change feed on. */
    public FeedDisabledException() {
        super("The change feed of this store is off: open the store with builder().feed(true), or set"
                + " roomkit.store.feed.enabled=true, on every node");
    }
}
