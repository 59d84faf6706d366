package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * Thrown when the room has no unused index left for a new event. The largest index is {@code 2^53 - 1}. In practice, a
 * room runs out of indices only after {@code addEvent} has added an event with a very large index.
 */
public class RoomFullException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room. */
    public RoomFullException(String roomId) {
        super("Room " + Shown.id(roomId) + " has no index left below 2^53");
    }
}
