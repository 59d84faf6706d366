package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * Thrown when the room already has an event with the same idempotency key. An append throws this exception only when
 * the stored event has another type, source channel or content. Otherwise the new event is a duplicate.
 */
public class IdempotencyConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room. The message does not contain the key, which may be confidential. */
    public IdempotencyConflictException(String roomId) {
        super("Room " + Shown.id(roomId) + " already has an event with the same idempotency key");
    }
}
