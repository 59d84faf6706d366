package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown when no identity has the requested id. */
public class IdentityNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given identity. */
    public IdentityNotFoundException(String identityId) {
        super("Identity " + Shown.id(identityId) + " does not exist");
    }
}
