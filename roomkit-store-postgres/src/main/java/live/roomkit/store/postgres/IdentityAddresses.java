package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Adds addresses to identities and removes them, and keeps an identity's record and the table of addresses in step. It
 * changes both under the lock of the identity's row. When two identities are concerned, it locks their rows in the
 * order of their ids.
 *
 * <p>Every method runs in a transaction, which may be the caller's. A method refuses before its first write, or takes
 * its writes back. Only {@link #move} needs a savepoint, to give its locks back.
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

    /** Creates an identity. Only the insert itself detects an address that another transaction takes meanwhile. */
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
        Identity identity = lock(identityId);
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
     * Gives an identity an address and takes it away from its present holder.
     *
     * @throws HolderChangedException when another transaction changed the holder meanwhile. The caller gives the locks
     *     back and tries again, because locking another holder now would break the order of the locks.
     */
    Identity move(String identityId, ChannelType channelType, String address) {
        String organizationId = find(identityId).organizationId();
        Optional<String> holder = this.addresses.findHolder(organizationId, channelType, address);
        Map<String, Identity> locked = lockInOrder(identityId, holder);
        if (!this.addresses.findHolder(organizationId, channelType, address).equals(holder)) {
            throw new HolderChangedException();
        }
        holder.map(locked::get).ifPresent(former -> take(former, channelType, address));
        Identity identity = lock(identityId);
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

    /** Returns the identity, after checking that it fits into a record. */
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
     * Reports that another transaction moved the address between the reading of its holder and the locking of that
     * identity.
     */
    static final class HolderChangedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        HolderChangedException() {
            super(null, null, false, false);
        }
    }
}
