package live.roomkit.protection;

import live.roomkit.internal.Shown;
import live.roomkit.store.StoreException;

/** Thrown when data cannot be erased or deleted, because a hold protects the data. The hold must be released first. */
public class HoldException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final String holdId;

    /** Creates the exception for the hold that protects the data. */
    public HoldException(String holdId, HoldTarget target) {
        super("Hold " + Shown.id(holdId) + " on " + target
                + " protects this data: release the hold before erasing or deleting it");
        this.holdId = holdId;
    }

    /** Returns the id of the hold because of which the data cannot be erased or deleted. */
    public String getHoldId() {
        return this.holdId;
    }
}
