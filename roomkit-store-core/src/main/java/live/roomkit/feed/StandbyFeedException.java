package live.roomkit.feed;

import live.roomkit.store.StoreException;

/** Tells that the change feed cannot be read on a standby server, because a standby does not know which transactions are open. */
public class StandbyFeedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that says from which server to read instead. */
    public StandbyFeedException() {
        super(
                "The store is connected to a standby, which does not know which transactions are open, so changes could be"
                        + " missed: read the change feed on the primary");
    }
}
