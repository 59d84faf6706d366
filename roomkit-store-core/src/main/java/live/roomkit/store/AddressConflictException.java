package live.roomkit.store;

import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Shown;

/** Tells that another identity of the organization holds the address. */
public class AddressConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the identity that was to get the address, and the type of channel. */
    public AddressConflictException(String identityId, ChannelType channelType) {
        super("Another identity holds the " + channelType + " address asked for identity " + Shown.id(identityId));
    }
}
