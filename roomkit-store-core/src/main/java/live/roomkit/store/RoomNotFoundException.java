package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown when the room does not exist. */
public class RoomNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room. */
    public RoomNotFoundException(String roomId) {
        super("Room " + Shown.id(roomId) + " does not exist");
    }
}
