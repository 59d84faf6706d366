package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.identity.MergeRefusal;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Adds and removes the addresses of identities. Each change updates the JSON of the identity and the table
 * {@code identity_addresses} while the row of the identity is locked. A change of two identities locks their rows in the
 * order of their ids.
 *
 * <p>Every method runs in a transaction, which may belong to the caller. A method that fails does so before its first write,
 * or undoes its writes. Only {@link #move} uses a savepoint, so that it can release its locks.
 */
final class IdentityAddresses {

    private final IdentityTable identities;

    private final IdentityAddressTable addresses;

    private final RecordJson json;

    IdentityAddresses(IdentityTable identities, IdentityAddressTable addresses, RecordJson json) {
        this.identities = identities;
        this.addresses = addresses;
        this.json = json;
    }

    /**
     * Creates an identity. When another transaction adds the same address at the same time, only the insert detects the
     * conflict.
     */
    Identity create(Identity identity) {
        Optional<ChannelType> held = this.addresses.findFirstHeld(identity);
        boolean taken = held.isPresent()
                ? this.identities.findById(identity.id()).isPresent()
                : !this.identities.insert(identity);
        if (taken) {
            throw new DuplicateIdException("Identity", identity.id());
        }
        if (held.isPresent()) {
            throw new AddressConflictException(identity.id(), held.get());
        }
        if (!this.addresses.insertAll(identity)) {
            this.identities.delete(identity.id());
            throw new AddressConflictException(
                    identity.id(), this.addresses.findFirstHeld(identity).orElse(firstType(identity)));
        }
        return identity;
    }

    Identity link(String identityId, ChannelType channelType, String address) {
        Identity identity = unmerged(lock(identityId));
        if (holds(identity, channelType, address)) {
            return identity;
        }
        Identity linked = with(identity, channelType, address);
        try {
            checked(linked);
        } catch (InvalidContentException ex) {
            throw this.addresses
                            .findHolder(identity.organizationId(), channelType, address)
                            .isPresent()
                    ? new AddressConflictException(identityId, channelType)
                    : ex;
        }
        if (!this.addresses.insert(identity, channelType, address)) {
            throw new AddressConflictException(identityId, channelType);
        }
        return write(linked);
    }

    /**
     * Adds an address to an identity and removes it from the identity that has it now.
     *
     * @throws HolderChangedException when another transaction moved the address at the same time. The caller then releases
     *     the locks and tries again. Locking a third identity instead could deadlock, because rows are locked in the order
     *     of their ids.
     */
    Identity move(String identityId, ChannelType channelType, String address) {
        String organizationId = find(identityId).organizationId();
        Optional<String> holder = this.addresses.findHolder(organizationId, channelType, address);
        Map<String, Identity> locked = lockInOrder(identityId, holder);
        unmerged(locked.getOrDefault(identityId, Identity.of(identityId)));
        if (!this.addresses.findHolder(organizationId, channelType, address).equals(holder)) {
            throw new HolderChangedException();
        }
        holder.map(locked::get).ifPresent(former -> take(former, channelType, address));
        Identity identity = unmerged(lock(identityId));
        if (!this.addresses.insert(identity, channelType, address)) {
            throw new HolderChangedException();
        }
        return write(checked(with(identity, channelType, address)));
    }

    boolean unlink(String identityId, ChannelType channelType, String address) {
        Identity identity = lock(identityId);
        boolean held = holds(identity, channelType, address);
        if (held) {
            take(identity, channelType, address);
        }
        return held;
    }

    private Map<String, Identity> lockInOrder(String identityId, Optional<String> holder) {
        TreeSet<String> ids = new TreeSet<>(List.of(identityId));
        holder.ifPresent(ids::add);
        Map<String, Identity> locked = new LinkedHashMap<>();
        for (String id : ids) {
            this.identities.lock(id).ifPresent(identity -> locked.put(id, identity));
        }
        return locked;
    }

    private void take(Identity identity, ChannelType channelType, String address) {
        this.addresses.delete(identity, channelType, address);
        write(without(identity, channelType, address));
    }

    private Identity write(Identity identity) {
        this.identities.updateAddresses(identity);
        return identity;
    }

    /** Returns the identity. Fails when its JSON exceeds the maximum size of a record. */
    private Identity checked(Identity identity) {
        this.json.write(identity);
        return identity;
    }

    private Identity find(String identityId) {
        return this.identities.findById(identityId).orElseThrow(() -> new IdentityNotFoundException(identityId));
    }

    private Identity lock(String identityId) {
        return this.identities.lock(identityId).orElseThrow(() -> new IdentityNotFoundException(identityId));
    }

    private static Identity unmerged(Identity identity) {
        if (identity.merge() != null) {
            throw new IdentityMergeException(identity.id(), MergeRefusal.MERGED);
        }
        return identity;
    }

    private static boolean holds(Identity identity, ChannelType channelType, String address) {
        return listed(identity, channelType).contains(address);
    }

    private static Identity with(Identity identity, ChannelType channelType, String address) {
        List<String> addresses = new ArrayList<>(listed(identity, channelType));
        addresses.add(address);
        return replaced(identity, channelType, addresses);
    }

    private static Identity without(Identity identity, ChannelType channelType, String address) {
        List<String> addresses = new ArrayList<>(listed(identity, channelType));
        addresses.remove(address);
        return replaced(identity, channelType, addresses);
    }

    private static Identity replaced(Identity identity, ChannelType channelType, List<String> addresses) {
        Map<ChannelType, List<String>> all = new LinkedHashMap<>(identity.channelAddresses());
        all.put(channelType, addresses);
        return identity.toBuilder().channelAddresses(all).build();
    }

    private static List<String> listed(Identity identity, ChannelType channelType) {
        @Nullable List<String> addresses = identity.channelAddresses().get(channelType);
        return (addresses != null) ? addresses : List.of();
    }

    private static ChannelType firstType(Identity identity) {
        return identity.channelAddresses().keySet().iterator().next();
    }

    /**
     * Thrown when another transaction moved the address after this transaction read which identity has it, but before this
     * transaction locked that identity.
     */
    static final class HolderChangedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        HolderChangedException() {
            super(null, null, false, false);
        }
    }
}
