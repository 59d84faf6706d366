package live.roomkit.internal.feed;

import live.roomkit.store.StoreException;

/**
 * Tells that another member may have claimed a partition in the meantime, so that the current transaction must not be
 * committed.
 */
public class LostLeaseException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for a member of the given consumer group. */
    public LostLeaseException(String group) {
        super("Another member of the consumer group " + group + " holds the partition: nothing was written");
    }
}
