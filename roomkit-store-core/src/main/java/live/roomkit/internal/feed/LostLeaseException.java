package live.roomkit.internal.feed;

import live.roomkit.store.StoreException;

/**
 * Thrown when a lease of a member has ended. Another member may have claimed the partition since then. The current
 * transaction must not be committed.
 */
public class LostLeaseException extends StoreException {

    private static final long serialVersionUID = 1L;

    public LostLeaseException(String group) {
        super("Another member of the consumer group " + group + " holds the partition: nothing was written");
    }
}
