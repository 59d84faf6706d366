package live.roomkit.internal.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Address;
import live.roomkit.identity.AddressNormalizer;
import live.roomkit.identity.Identity;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Unicode;

/** Adds addresses to records of identities and removes addresses from these records, in the same way in every store. */
public final class AddressBook {

    private final AddressNormalizer normalizer;

    /** Creates an address book that compares addresses in the form that the normalizer returns. */
    public AddressBook(AddressNormalizer normalizer) {
        this.normalizer = Checks.notNull("normalizer", normalizer);
    }

    public Key key(Address address) {
        String value = Checks.text("address", this.normalizer.normalize(address));
        return new Key(address.channelType(), address.scope(), Identity.requireAddress(value), address.value());
    }

    public List<Key> keys(Identity identity) {
        return identity.allAddresses().stream().map(this::key).toList();
    }

    public boolean holds(Identity identity, Key key) {
        return identity.allAddresses().stream().map(this::key).anyMatch(key::isSame);
    }

    /**
     * Returns the identity without duplicate addresses. Two addresses are duplicates when {@link Key#isSame} returns
     * {@code true} for their keys.
     */
    public Identity distinct(Identity identity) {
        Set<Key> seen = new TreeSet<>();
        List<Address> all = identity.allAddresses();
        List<Address> distinct =
                all.stream().filter(address -> seen.add(key(address))).toList();
        return (distinct.size() == all.size()) ? identity : of(identity, distinct);
    }

    public Identity with(Identity identity, Address address) {
        List<Address> addresses = new ArrayList<>(identity.allAddresses());
        addresses.add(address);
        return of(identity, addresses);
    }

    public Identity without(Identity identity, Key key) {
        return of(
                identity,
                identity.allAddresses().stream()
                        .filter(address -> !key(address).isSame(key))
                        .toList());
    }

    private static Identity of(Identity identity, List<Address> addresses) {
        Map<ChannelType, List<String>> plain = new LinkedHashMap<>();
        List<Address> others = new ArrayList<>();
        for (Address address : addresses) {
            if (address.isPlain()) {
                plain.computeIfAbsent(address.channelType(), type -> new ArrayList<>())
                        .add(address.value());
            } else {
                others.add(address);
            }
        }
        return identity.toBuilder().channelAddresses(plain).addresses(others).build();
    }

    /**
     * Contains an address in the form in which the store compares it.
     *
     * @param scope the account within which the address is unique, such as a WhatsApp Business account; empty when the
     *     address is unique among all addresses of the channel type
     * @param value the address in the form that the {@link AddressNormalizer} of the store returned
     * @param given the address as the application gave it
     */
    public record Key(ChannelType channelType, String scope, String value, String given) implements Comparable<Key> {

        /**
         * Checks whether this key and another key stand for the same address, even if the address was given in
         * different forms.
         */
        public boolean isSame(Key other) {
            return compareTo(other) == 0;
        }

        @Override
        public int compareTo(Key other) {
            int byType = this.channelType.compareTo(other.channelType);
            int byScope = (byType != 0) ? byType : this.scope.compareTo(other.scope);
            return (byScope != 0) ? byScope : Unicode.compare(this.value, other.value);
        }
    }
}
