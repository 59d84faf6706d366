package live.roomkit.protection;

import live.roomkit.internal.Shown;
import live.roomkit.store.StoreException;

/** Tells that data is under a hold, and was neither erased nor deleted. Release the hold first. */
public class HoldException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final String holdId;

    /** Creates the exception for the hold in the way. */
    public HoldException(String holdId, HoldTarget target) {
        super("Hold " + Shown.id(holdId) + " on " + target
                + " keeps this data: release the hold before erasing or deleting it");
        this.holdId = holdId;
    }

    /** Returns the id of the hold in the way. */
    public String getHoldId() {
        return this.holdId;
    }
}
