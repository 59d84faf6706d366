package live.roomkit.protection;

import live.roomkit.store.StoreException;

/** Tells that holds need tables, which the store does not have because protection is off. */
public class ProtectionDisabledException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ProtectionDisabledException() {
        super("The store has no tables for holds: set roomkit.store.protection.enabled=true, or protection(true) of the"
                + " builder, and migrate");
    }
}
