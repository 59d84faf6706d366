package live.roomkit.store;

import live.roomkit.internal.Shown;

/** There is no such identity. */
public class IdentityNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the identity. */
    public IdentityNotFoundException(String identityId) {
        super("Identity " + Shown.id(identityId) + " does not exist");
    }
}
