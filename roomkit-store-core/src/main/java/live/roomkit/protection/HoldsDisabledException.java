package live.roomkit.protection;

import live.roomkit.store.StoreException;

/** Thrown when a hold is to be placed, released or listed, but holds are not switched on in the store. */
public class HoldsDisabledException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that says how to switch holds on. */
    public HoldsDisabledException() {
        super("The holds of this store are off: open the store with builder().holds(true), or set"
                + " roomkit.store.protection.holds=true, on every node");
    }
}
