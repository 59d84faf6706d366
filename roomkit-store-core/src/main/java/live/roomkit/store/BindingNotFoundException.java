package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Tells that the channel is not bound to the room. */
public class BindingNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the room and the channel. */
    public BindingNotFoundException(String roomId, String channelId) {
        super("Room " + Shown.id(roomId) + " has no channel " + Shown.id(channelId));
    }
}
