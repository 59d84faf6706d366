package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * Tells that the room has no index left for the events. The largest index is 2<sup>53</sup> − 1; only an event that was
 * added with an index of its own can bring a room near it.
 */
public class RoomFullException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room. */
    public RoomFullException(String roomId) {
        super("Room " + Shown.id(roomId) + " has no index left below 2^53");
    }
}
