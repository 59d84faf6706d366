package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * Thrown when another event of the room already has the idempotency key of an event that is to be written.
 * {@code appendEvent} throws this exception only when the two events differ in type, source channel or content.
 * Otherwise {@code appendEvent} treats the new event as a duplicate and returns the stored event.
 */
public class IdempotencyConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception for the given room. The exception message does not contain the idempotency key, because the
     * key may be confidential.
     */
    public IdempotencyConflictException(String roomId) {
        super("Room " + Shown.id(roomId) + " already has an event with the same idempotency key");
    }
}
