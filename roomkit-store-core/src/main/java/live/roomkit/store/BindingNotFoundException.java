package live.roomkit.store;

import live.roomkit.internal.Shown;

/** That channel is not bound to that room. */
public class BindingNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the channel. */
    public BindingNotFoundException(String roomId, String channelId) {
        super("Room " + Shown.id(roomId) + " has no channel " + Shown.id(channelId));
    }
}
