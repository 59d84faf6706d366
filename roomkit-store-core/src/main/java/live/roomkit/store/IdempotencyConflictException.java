package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * Tells that an idempotency key was used in the room: by an event with another payload, or by any event where the operation
 * takes no retries.
 */
public class IdempotencyConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the room. The key is left out, since it may be a secret of the sender. */
    public IdempotencyConflictException(String roomId) {
        super("An idempotency key is used already in room " + Shown.id(roomId));
    }
}
