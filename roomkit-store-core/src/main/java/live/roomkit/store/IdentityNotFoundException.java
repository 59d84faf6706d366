package live.roomkit.store;

/** There is no such identity. */
public class IdentityNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the identity. */
    public IdentityNotFoundException(String identityId) {
        super("Identity '" + identityId + "' does not exist");
    }
}
