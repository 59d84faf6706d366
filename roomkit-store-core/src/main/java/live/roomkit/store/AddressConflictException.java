package live.roomkit.store;

import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Shown;

/** Thrown when another identity of the organization has the address. */
public class AddressConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception for an address that another identity has.
     *
     * @param identityId the id of the identity to which the address was to be added
     * @param channelType the channel type of the address
     */
    public AddressConflictException(String identityId, ChannelType channelType) {
        super("Another identity has the " + channelType + " address to be added to identity " + Shown.id(identityId));
    }
}
