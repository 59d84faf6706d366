package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown when a binding is to be updated, but the channel is not bound to the room. */
public class BindingNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room and channel. */
    public BindingNotFoundException(String roomId, String channelId) {
        super("Room " + Shown.id(roomId) + " has no channel " + Shown.id(channelId));
    }
}
