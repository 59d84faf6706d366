package live.roomkit.internal.feed;

import live.roomkit.store.StoreException;

/** Tells that another member holds a partition by now, so the present transaction must not be committed. */
public class LostLeaseException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the group. */
    public LostLeaseException(String group) {
        super("Another member of the consumer group " + group + " holds the partition: nothing was written");
    }
}
