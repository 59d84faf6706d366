package live.roomkit.store;

import live.roomkit.identity.MergeRefusal;
import live.roomkit.internal.Shown;

/**
 * Thrown when an identity cannot be merged into another one, or when a caller adds an address to an identity that is
 * already merged into another one.
 */
public class IdentityMergeException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final MergeRefusal refusal;

    /** Creates the exception for the given identity, which was to be merged or changed. */
    public IdentityMergeException(String identityId, MergeRefusal refusal) {
        super("Identity " + Shown.id(identityId) + " " + refusal.text());
        this.refusal = refusal;
    }

    /** Returns the reason why the store refused to merge or change the identity. */
    public MergeRefusal getRefusal() {
        return this.refusal;
    }
}
