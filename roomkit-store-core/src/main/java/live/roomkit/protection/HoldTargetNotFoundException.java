package live.roomkit.protection;

import live.roomkit.store.StoreException;

/** Tells that a hold was not placed, because the room, identity or organization does not exist. */
public class HoldTargetNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given target. */
    public HoldTargetNotFoundException(HoldTarget target) {
        super("No hold was placed on " + target + ", which does not exist");
    }
}
