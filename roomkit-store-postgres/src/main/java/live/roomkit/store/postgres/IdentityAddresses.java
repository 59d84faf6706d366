package live.roomkit.store.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.MergeRefusal;
import live.roomkit.internal.store.AddressBook;
import live.roomkit.internal.store.AddressBook.Key;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Adds and removes the addresses of identities. Each change updates the JSON of the identity and the table
 * {@code identity_addresses} while the row of the identity is locked. A change that affects two identities locks their
 * rows in the order of the ids.
 *
 * <p>Every method of this class runs in a transaction, which the store or the application has begun. When a method
 * fails, none of its writes remain. In a transaction of the application, {@link #move} and {@link #rotate} run under a
 * savepoint. When one of these methods fails, the rollback to the savepoint releases the locks that the method took.
 */
final class IdentityAddresses {

    private final IdentityTable identities;

    private final IdentityAddressTable addresses;

    private final AddressBook book;

    private final RecordJson json;

    IdentityAddresses(IdentityTable identities, IdentityAddressTable addresses, AddressBook book, RecordJson json) {
        this.identities = identities;
        this.addresses = addresses;
        this.book = book;
        this.json = json;
    }

    /**
     * Stores a new identity with its addresses. Checks first whether other identities have one of these addresses.
     * Another transaction may add one of these addresses after the check, so the INSERT of the addresses repeats the
     * check.
     */
    Identity create(Identity given) {
        Identity identity = this.book.distinct(given);
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

    Identity link(String identityId, Address address) {
        Key key = this.book.key(address);
        Identity identity = unmerged(lock(identityId));
        if (this.book.holds(identity, key)) {
            return identity;
        }
        return add(identityId, identity, key, address);
    }

    /**
     * Adds an address to an identity and removes the address from the identity that has it now.
     *
     * @throws HolderChangedException when another transaction moved the address at the same time. The caller must
     *     release its locks and call this method again
     */
    Identity move(String identityId, Address address) {
        Key key = this.book.key(address);
        String organizationId = find(identityId).organizationId();
        Optional<String> holder = this.addresses.findHolder(organizationId, key);
        Map<String, Identity> locked = lockInOrder(identityId, holder);
        unmerged(locked.getOrDefault(identityId, Identity.of(identityId)));
        if (!this.addresses.findHolder(organizationId, key).equals(holder)) {
            throw new HolderChangedException();
        }
        if (holder.filter(identityId::equals).isPresent()) {
            return lock(identityId);
        }
        holder.map(locked::get).ifPresent(former -> take(former, key));
        Identity identity = lock(identityId);
        if (!this.addresses.insert(identity, key)) {
            throw new HolderChangedException();
        }
        return write(checked(this.book.with(identity, address)));
    }

    boolean unlink(String identityId, Address address) {
        Key key = this.book.key(address);
        Identity identity = lock(identityId);
        boolean held = this.book.holds(identity, key);
        if (held) {
            take(identity, key);
        }
        return held;
    }

    /**
     * Replaces {@code oldAddress} by {@code newAddress} in the identity that has {@code oldAddress}. Returns the
     * identity that has {@code newAddress} afterwards. Returns empty when neither {@code oldAddress} nor
     * {@code newAddress} belongs to an identity.
     *
     * @throws HolderChangedException when another transaction moved {@code oldAddress}, or deleted the identity that
     *     had it, at the same time
     */
    Optional<Identity> rotate(Address oldAddress, Address newAddress, @Nullable String organizationId) {
        Key before = this.book.key(oldAddress);
        Key after = this.book.key(newAddress);
        Optional<String> holder = this.addresses.findHolder(organizationId, before);
        if (holder.isEmpty() || before.isSame(after)) {
            return this.addresses.findHolder(organizationId, after).flatMap(this.identities::findById);
        }
        Identity identity = this.identities
                .lock(holder.get())
                .filter(locked -> this.book.holds(locked, before))
                .orElseThrow(HolderChangedException::new);
        if (this.book.holds(identity, after)) {
            take(identity, before);
            return this.identities.findById(identity.id());
        }
        Identity rotated = checked(this.book.with(this.book.without(identity, before), newAddress));
        if (!this.addresses.insert(identity, after)) {
            throw new AddressConflictException(holder.get(), after.channelType());
        }
        this.addresses.delete(identity, before);
        return Optional.of(write(rotated));
    }

    private Identity add(String identityId, Identity identity, Key key, Address address) {
        Identity linked = this.book.with(identity, address);
        try {
            checked(linked);
        } catch (InvalidContentException ex) {
            throw this.addresses.findHolder(identity.organizationId(), key).isPresent()
                    ? new AddressConflictException(identityId, key.channelType())
                    : ex;
        }
        if (!this.addresses.insert(identity, key)) {
            throw new AddressConflictException(identityId, key.channelType());
        }
        return write(linked);
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

    private void take(Identity identity, Key key) {
        this.addresses.delete(identity, key);
        write(this.book.without(identity, key));
    }

    private Identity write(Identity identity) {
        this.identities.updateAddresses(identity);
        return identity;
    }

    /** Throws an exception when the JSON of the identity exceeds the maximum size of a record. */
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

    private static ChannelType firstType(Identity identity) {
        return identity.allAddresses().get(0).channelType();
    }

    /** Thrown when another transaction moves an address while this transaction moves or replaces the same address. */
    static final class HolderChangedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        HolderChangedException() {
            super(null, null, false, false);
        }
    }
}
