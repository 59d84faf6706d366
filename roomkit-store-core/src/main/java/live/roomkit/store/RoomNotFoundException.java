package live.roomkit.store;

import live.roomkit.internal.Shown;

/** There is no such room. */
public class RoomNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the room. */
    public RoomNotFoundException(String roomId) {
        super("Room " + Shown.id(roomId) + " does not exist");
    }
}
