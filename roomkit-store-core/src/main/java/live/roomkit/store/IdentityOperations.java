package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Address;
import live.roomkit.identity.AddressNormalizer;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.IdentityQuery;
import org.jspecify.annotations.Nullable;

/**
 * Operations on identities and their addresses.
 *
 * <p>An address belongs to the organization of its identity, or to no organization when its identity belongs to none.
 * At most one identity of an organization has a given address. At most one identity without an organization has a given
 * address.
 */
public interface IdentityOperations {

    /**
     * Creates an identity with all of its addresses. When another identity of the same organization has one of the
     * addresses, nothing is written. The same rule applies among identities without an organization.
     *
     * @return the identity as it is stored
     * @throws DuplicateIdException when an identity with the same id exists
     * @throws AddressConflictException when another identity has one of the addresses
     */
    Identity createIdentity(Identity identity);

    /** Returns the identity with the given id. */
    Optional<Identity> getIdentity(String identityId);

    /**
     * Replaces a stored identity by the given one, but keeps the addresses and the component {@code merge} of the
     * stored identity. Only {@code linkAddress}, {@code unlinkAddress}, {@code moveAddress} and {@code rotateAddress}
     * change addresses, so a caller with an outdated copy of the identity cannot restore an old address.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when the identity does not exist
     * @throws IllegalArgumentException when the organization differs from the stored one
     */
    Identity updateIdentity(Identity identity);

    /**
     * Updates an identity through a function that receives the stored identity and returns the changed one. No
     * concurrent update is lost, because reading and writing are one atomic step.
     *
     * <p>The store locks the identity and then calls the function once. The function may call this store, and must
     * return quickly. When the function throws an exception, the identity stays as it was and the caller receives that
     * exception. The store ignores changes that the function makes to the addresses, as
     * {@link #updateIdentity(Identity)} does.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when the identity does not exist
     * @throws IllegalArgumentException when the function returns {@code null}, an identity with another id, or an
     *     identity of another organization
     */
    Identity updateIdentity(String identityId, UnaryOperator<Identity> change);

    /**
     * Deletes an identity and frees its addresses. In the same transaction, the store removes the {@code identityId} of
     * every participant that refers to the identity, and changes the participant's identification status from
     * {@code IDENTIFIED} to {@code UNKNOWN}. The more participants refer to the identity, the longer the deletion
     * takes.
     *
     * @return whether the identity existed
     */
    boolean deleteIdentity(String identityId);

    /**
     * Returns the identities that match a query, ordered by name, then id.
     *
     * <p>When a query has no other conditions than an organization and a name prefix, PostgreSQL reads the identities
     * through an index that is ordered by name. For a query with an e-mail address, a telephone number or an external
     * id, PostgreSQL finds all matching identities through a GIN index and sorts them.
     */
    List<Identity> listIdentities(IdentityQuery query);

    /**
     * Merges an identity into another one, until the merge is undone. The identity with the id {@code intoId} then
     * stands for both identities: {@code resolveIdentity} returns this identity for the addresses of both, and lookups
     * of rooms find the rooms of both. A merge does not change any event, participant or address. The time that a merge
     * takes does not depend on the number of rooms.
     *
     * <p>For the id {@code fromId}, {@code getIdentity} still returns the merged identity. The component {@code merge}
     * of the merged identity contains the id of the identity that stands for both. No further addresses can be added to
     * a merged identity. Several identities can be merged into one, but an identity that is itself merged cannot stand
     * for others.
     *
     * @param intoId the identity that stands for both
     * @param fromId the identity that is merged
     * @param reason the reason for the merge, for people who review the merge; {@code null} for none; at most 1 000
     *     bytes in UTF-8
     * @return the merge, whose id is needed to undo it
     * @throws IdentityNotFoundException when one of the identities does not exist
     * @throws IdentityMergeException when the two identities are the same or belong to different organizations, when
     *     one of them is already merged into another identity, or when other identities are merged into the identity
     *     {@code fromId}
     */
    IdentityMerge mergeIdentities(String intoId, String fromId, @Nullable String reason);

    /**
     * Undoes a merge. The identity that was merged then stands for itself again. Deleting an identity also undoes the
     * merges of other identities into the deleted identity.
     *
     * @param mergeId the id of the merge
     * @param organizationId the organization to which the merged identities must belong; {@code null} allows any
     *     organization
     * @return whether the merge existed
     */
    boolean undoMerge(String mergeId, @Nullable String organizationId);

    /** Undoes a merge in any organization. */
    default boolean undoMerge(String mergeId) {
        return undoMerge(mergeId, null);
    }

    /**
     * Returns the identity that has the given address in the given organization. When this identity is merged into a
     * second identity, returns the second identity. The store compares addresses in the form that its
     * {@link AddressNormalizer} returns.
     *
     * @param organizationId the organization of the address; {@code null} finds addresses that belong to no
     *     organization
     * @throws IllegalArgumentException when the normalizer refuses the address
     */
    Optional<Identity> resolveIdentity(Address address, @Nullable String organizationId);

    /** Calls {@link #resolveIdentity(Address, String)} for an address without a {@linkplain Address#scope() scope}. */
    default Optional<Identity> resolveIdentity(
            ChannelType channelType, String address, @Nullable String organizationId) {
        return resolveIdentity(Address.of(channelType, address), organizationId);
    }

    /** Calls {@link #resolveIdentity(ChannelType, String, String)} for addresses that belong to no organization. */
    default Optional<Identity> resolveIdentity(ChannelType channelType, String address) {
        return resolveIdentity(channelType, address, null);
    }

    /**
     * Adds an address to an identity. Changes nothing when the identity already has the address, even if the stored
     * address has another spelling.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when the identity does not exist
     * @throws AddressConflictException when another identity of the same organization has the address
     * @throws IdentityMergeException when the identity is merged into another one
     * @throws IllegalArgumentException when the store's {@link AddressNormalizer} refuses the address
     */
    Identity linkAddress(String identityId, Address address);

    /** Calls {@link #linkAddress(String, Address)} for an address without a {@linkplain Address#scope() scope}. */
    default Identity linkAddress(String identityId, ChannelType channelType, String address) {
        return linkAddress(identityId, Address.of(channelType, address));
    }

    /**
     * Adds an address to an identity. When another identity of the same organization has the address, removes the
     * address from this other identity.
     *
     * @return the identity as it is stored
     * @throws IdentityNotFoundException when the identity does not exist
     * @throws IdentityMergeException when the identity is merged into another one
     * @throws IllegalArgumentException when the store's {@link AddressNormalizer} refuses the address
     */
    Identity moveAddress(String identityId, Address address);

    /** Calls {@link #moveAddress(String, Address)} for an address without a {@linkplain Address#scope() scope}. */
    default Identity moveAddress(String identityId, ChannelType channelType, String address) {
        return moveAddress(identityId, Address.of(channelType, address));
    }

    /**
     * Removes an address from an identity.
     *
     * @return whether the identity had the address
     * @throws IdentityNotFoundException when the identity does not exist
     * @throws IllegalArgumentException when the store's {@link AddressNormalizer} refuses the address
     */
    boolean unlinkAddress(String identityId, Address address);

    /** Calls {@link #unlinkAddress(String, Address)} for an address without a {@linkplain Address#scope() scope}. */
    default boolean unlinkAddress(String identityId, ChannelType channelType, String address) {
        return unlinkAddress(identityId, Address.of(channelType, address));
    }

    /**
     * Replaces an address of an identity by another address in one atomic step, for example when a platform has given a
     * person a new id. Repeating the call changes nothing.
     *
     * @param organizationId the organization of the addresses; {@code null} for addresses that belong to no
     *     organization
     * @return the identity that now has the new address, or empty when no identity has the old or the new address
     * @throws AddressConflictException when another identity of the organization has the new address
     * @throws IllegalArgumentException when the store's {@link AddressNormalizer} refuses an address
     */
    Optional<Identity> rotateAddress(Address oldAddress, Address newAddress, @Nullable String organizationId);
}
