package live.roomkit.protection;

import live.roomkit.store.StoreException;

/**
 * Tells that an erasure cannot replace idempotency keys by keyed hashes, because the store has no secret. The store has
 * erased nothing.
 */
public class ProtectionSecretMissingException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that says how to give the store a secret. */
    public ProtectionSecretMissingException() {
        super("Idempotency keys cannot be erased without a secret: set roomkit.store.protection.secret, or"
                + " protectionSecret of the builder, to the same random text on every node. Where keys say nothing about"
                + " people, erase with ErasureScope.ALL.keepingKeys()");
    }
}
