package live.roomkit.protection;

import live.roomkit.store.StoreException;

/** Tells that idempotency keys cannot be replaced by keyed hashes, because the store has no secret. Nothing was erased. */
public class ProtectionSecretMissingException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ProtectionSecretMissingException() {
        super("Idempotency keys cannot be erased without a secret: set roomkit.store.protection.secret, or"
                + " protectionSecret of the builder, to the same random text on every node. Where keys say nothing about"
                + " people, erase with ErasureScope.ALL.keepingKeys()");
    }
}
