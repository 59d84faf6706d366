package live.roomkit.feed;

import live.roomkit.store.StoreException;

/**
 * Tells that the change feed cannot be read, because the store is connected to a standby server. A standby does not
 * know which transactions are open, so a reader could miss changes.
 */
public class StandbyFeedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that says from which server to read instead. */
    public StandbyFeedException() {
        super(
                "The store is connected to a standby, which does not know which transactions are open, so changes could be"
                        + " missed: read the change feed on the primary");
    }
}
