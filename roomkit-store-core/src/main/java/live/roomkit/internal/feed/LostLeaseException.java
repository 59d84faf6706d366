package live.roomkit.internal.feed;

import live.roomkit.store.StoreException;

/**
 * Thrown when a member of a consumer group has lost its {@link Lease} of a partition. Another member may hold this
 * partition now. The current transaction must not be committed.
 */
public class LostLeaseException extends StoreException {

    private static final long serialVersionUID = 1L;

    public LostLeaseException(String group) {
        super("Another member of the consumer group " + group + " holds the partition: nothing was written");
    }
}
