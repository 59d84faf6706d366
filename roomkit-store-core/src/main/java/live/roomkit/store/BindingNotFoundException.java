package live.roomkit.store;

/** That channel is not bound to that room. */
public class BindingNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the channel. */
    public BindingNotFoundException(String roomId, String channelId) {
        super("Room '" + roomId + "' has no channel '" + channelId + "'");
    }
}
