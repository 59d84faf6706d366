package live.roomkit.feed;

import live.roomkit.store.StoreException;

/** Tells that the change feed cannot be read on a standby, which does not say which transactions are open. */
public class StandbyFeedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Says where to read instead. */
    public StandbyFeedException() {
        super("The store is connected to a standby, which does not say which transactions are open, so changes could be"
                + " missed: read the change feed on the primary");
    }
}
