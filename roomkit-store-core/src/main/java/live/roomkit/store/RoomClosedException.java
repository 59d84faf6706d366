package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown by {@code appendEvent} when the room is closed or archived. */
public class RoomClosedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room. */
    public RoomClosedException(String roomId) {
        super("Room " + Shown.id(roomId) + " is closed");
    }
}
