package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Tells that the room is closed or archived and takes no events by {@code appendEvent}. */
public class RoomClosedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room. */
    public RoomClosedException(String roomId) {
        super("Room " + Shown.id(roomId) + " is closed");
    }
}
