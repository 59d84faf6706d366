package live.roomkit.store;

/** There is no such room. */
public class RoomNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the room. */
    public RoomNotFoundException(String roomId) {
        super("Room '" + roomId + "' does not exist");
    }
}
