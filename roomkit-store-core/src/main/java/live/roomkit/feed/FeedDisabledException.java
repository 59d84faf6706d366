package live.roomkit.feed;

import live.roomkit.store.StoreException;

/** Tells that a store was opened without its change feed. */
public class FeedDisabledException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Says how to switch the feed on. */
    public FeedDisabledException() {
        super("The change feed of this store is off: open the store with builder().feed(true), or set"
                + " roomkit.store.feed.enabled=true, on every node");
    }
}
