package live.roomkit.store;

import java.util.Optional;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Operations on identities and their addresses.
 *
 * <p>An address belongs to the organization of its identity, or to none. In each organization at most one identity holds an
 * address, and {@link Identity#channelAddresses()} always agrees with look-ups.
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

    /** Returns the identity of that id. */
    Optional<Identity> getIdentity(String identityId);

    /**
     * Writes the profile of an identity. Its id, organization and addresses stay as they are: addresses change by linking
     * and unlinking only, so that a stale copy cannot take one back.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when no such identity exists
     * @throws IllegalArgumentException when the organization differs from the stored one
     */
    Identity updateIdentity(Identity identity);

    /**
     * Reads, changes and writes the profile of an identity as one atomic step. No concurrent update is lost.
     *
     * <p>The store calls the change once, while the identity is locked. The change may call this store, and must be short.
     * An exception that it throws reaches the caller, and the identity stays as it was. Changed addresses are ignored, as in
     * {@link #updateIdentity(Identity)}.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when no such identity exists
     * @throws IllegalArgumentException when the change returns {@code null}, an identity of another id, or one of another
     *     organization
     */
    Identity updateIdentity(String identityId, UnaryOperator<Identity> change);

    /**
     * Deletes an identity and frees its addresses. Participants that name the identity lose it in the same transaction:
     * their {@code identityId} becomes absent, and an {@code IDENTIFIED} one becomes {@code UNKNOWN}. The time grows with
     * the number of these participants.
     *
     * @return whether such an identity existed
     */
    boolean deleteIdentity(String identityId);

    /**
     * Returns the identity that holds an address in an organization.
     *
     * @param organizationId the organization; {@code null} finds addresses that belong to no organization
     */
    Optional<Identity> resolveIdentity(ChannelType channelType, String address, @Nullable String organizationId);

    /** Calls {@link #resolveIdentity(ChannelType, String, String)} for addresses that belong to no organization. */
    default Optional<Identity> resolveIdentity(ChannelType channelType, String address) {
        return resolveIdentity(channelType, address, null);
    }

    /**
     * Adds an address to an identity. An address that the identity holds already stays as it is.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when no such identity exists
     * @throws AddressConflictException when another identity of the organization holds the address
     */
    Identity linkAddress(String identityId, ChannelType channelType, String address);

    /**
     * Adds an address to an identity and takes it from the identity of the organization that held it.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when no such identity exists
     */
    Identity moveAddress(String identityId, ChannelType channelType, String address);

    /**
     * Takes an address from an identity.
     *
     * @return whether the identity held it
     * @throws IdentityNotFoundException when no such identity exists
     */
    boolean unlinkAddress(String identityId, ChannelType channelType, String address);
}
