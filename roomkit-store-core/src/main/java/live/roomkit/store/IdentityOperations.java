package live.roomkit.store;

import java.util.Optional;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What a store does with identities. An address belongs to its identity's organization, or to none: in each it is held by
 * one identity at most, and {@link Identity#channelAddresses()} always says the same as a look-up.
 */
public interface IdentityOperations {

    /**
     * Creates an identity with its addresses, all or nothing.
     *
     * @return the identity as it is stored
     * @throws DuplicateIdException when the id is taken
     * @throws AddressConflictException when another identity of the organization holds one of the addresses
     */
    Identity createIdentity(Identity identity);

    /** The identity of that id. */
    Optional<Identity> getIdentity(String identityId);

    /**
     * Writes the profile of an identity: everything but id, organization and addresses. Addresses change by linking and
     * unlinking only, so that a stale copy cannot take one back.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when there is no such identity
     * @throws IllegalArgumentException when the organization differs from the stored one
     */
    Identity updateIdentity(Identity identity);

    /**
     * Deletes an identity and frees its addresses.
     *
     * @return whether there was such an identity
     */
    boolean deleteIdentity(String identityId);

    /**
     * Who holds an address in an organization.
     *
     * @param organizationId the organization; {@code null} looks at addresses outside any organization only
     */
    Optional<Identity> resolveIdentity(ChannelType channelType, String address, @Nullable String organizationId);

    /** As {@link #resolveIdentity(ChannelType, String, String)}, outside any organization. */
    default Optional<Identity> resolveIdentity(ChannelType channelType, String address) {
        return resolveIdentity(channelType, address, null);
    }

    /**
     * Gives an identity a further address. One that it has already is left as it is.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when there is no such identity
     * @throws AddressConflictException when another identity of the organization holds the address
     */
    Identity linkAddress(String identityId, ChannelType channelType, String address);

    /**
     * Gives an identity an address and takes it from the one in the organization that held it, if any.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when there is no such identity
     */
    Identity moveAddress(String identityId, ChannelType channelType, String address);

    /**
     * Takes an address from an identity.
     *
     * @return whether the identity held it
     * @throws IdentityNotFoundException when there is no such identity
     */
    boolean unlinkAddress(String identityId, ChannelType channelType, String address);
}
