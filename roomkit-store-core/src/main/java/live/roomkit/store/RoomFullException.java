package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * Thrown when a new event would get an index above {@code 2^53 - 1}, the largest index that a room allows. In practice,
 * this happens only after {@code addEvent} has added an event with a very large index.
 */
public class RoomFullException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room. */
    public RoomFullException(String roomId) {
        super("Room " + Shown.id(roomId) + " has no index left below 2^53");
    }
}
