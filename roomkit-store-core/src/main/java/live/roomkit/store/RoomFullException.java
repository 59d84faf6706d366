package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * The room has no index left for what was to be added: the largest is 2<sup>53</sup> − 1, which only an event that was
 * added with an index of its own can bring near.
 */
public class RoomFullException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the room. */
    public RoomFullException(String roomId) {
        super("Room " + Shown.id(roomId) + " has no index left below 2^53");
    }
}
