package live.roomkit.store;

import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Shown;

/**
 * Thrown when an address cannot be added to an identity, because another identity of the same organization has the
 * address.
 */
public class AddressConflictException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception. Its message does not contain the address.
     *
     * @param identityId the id of the identity to which the address was to be added
     * @param channelType the channel type of the address
     */
    public AddressConflictException(String identityId, ChannelType channelType) {
        super("Another identity has the " + channelType + " address to be added to identity " + Shown.id(identityId));
    }
}
