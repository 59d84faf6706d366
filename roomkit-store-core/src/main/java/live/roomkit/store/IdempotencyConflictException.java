package live.roomkit.store;

import live.roomkit.internal.Shown;

/** An idempotency key of the room is used already: by an event that says something else, or by any event where the operation does not take retries. */
public class IdempotencyConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the room; the key itself may be a secret of the sender. */
    public IdempotencyConflictException(String roomId) {
        super("An idempotency key is used already in room " + Shown.id(roomId));
    }
}
