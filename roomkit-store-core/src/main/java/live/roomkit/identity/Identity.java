package live.roomkit.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import live.roomkit.internal.SearchText;
import org.jspecify.annotations.Nullable;

/**
 * A person and the addresses of the person, such as a telephone number for SMS and an e-mail address.
 *
 * @param id the id, chosen by the caller and unique in the store
 * @param organizationId the organization that the identity and its addresses belong to, if any; it never changes
 * @param displayName the name to show, if known
 * @param email an e-mail address for display and for {@link IdentityQuery}; the store's method {@code resolveIdentity}
 *     does not use it
 * @param phone a telephone number for display and for {@link IdentityQuery}; the store's method {@code resolveIdentity}
 *     does not use it
 * @param channelAddresses the addresses by channel type, without duplicates; only the store's methods
 *     {@code linkAddress}, {@code unlinkAddress}, {@code moveAddress} and {@code rotateAddress} change the addresses of
 *     a stored identity
 * @param addresses the addresses that {@code channelAddresses} cannot represent. An address belongs here when it has a
 *     scope, or when its kind is not the kind that {@link AddressKind#of} returns for its channel type and value.
 *     {@link #allAddresses()} returns the addresses of both components
 * @param externalId the id of the person in one external system, if any; the name of the system is not stored
 * @param externalIds the ids of the person in any number of external systems, by the name of the system
 * @param metadata free-form values of the application
 * @param merge the merge of this identity into another one, if any; managed by the store and ignored when the identity
 *     is written
 */
@ModelBuilder
public record Identity(
        String id,
        @Nullable String organizationId,
        @Nullable String displayName,
        @Nullable String email,
        @Nullable String phone,
        Map<ChannelType, List<String>> channelAddresses,
        List<Address> addresses,
        @Nullable String externalId,
        Map<String, String> externalIds,
        Map<String, @Nullable Object> metadata,
        @Nullable IdentityMerge merge) {

    /** Maximum number of characters of an address. The longest addresses are endpoint URLs of web push. */
    private static final int MAX_ADDRESS_CHARACTERS = 1_024;

    /** Maximum number of UTF-8 bytes of an address. Longer addresses do not fit into an index of PostgreSQL. */
    private static final int MAX_ADDRESS_BYTES = 1_280;

    /**
     * Order of the sorted set that finds duplicate addresses. A hash set would become slow when an attacker chooses
     * many addresses with the same hash code.
     */
    private static final Comparator<Address> ORDER = Comparator.comparing(Address::channelType)
            .thenComparing(address -> address.kind())
            .thenComparing(address -> address.scope())
            .thenComparing(Address::value);

    /**
     * Replaces missing lists and maps by empty ones, and rejects invalid values. Prefer {@link #builder} to this
     * constructor, since later versions may add components.
     */
    public Identity {
        Checks.id("id", id);
        Checks.optionalId("organizationId", organizationId);
        channelAddresses = addresses(channelAddresses);
        addresses = distinct(Checks.list("addresses", addresses));
        Checks.check(
                addresses.stream().noneMatch(Address::isPlain),
                "addresses must have a scope or a kind of their own; the others belong into channelAddresses");
        externalIds = Checks.map("externalIds", externalIds);
        metadata = FreeForm.copy(metadata);
    }

    /** Returns an identity with the given id and no other values. */
    public static Identity of(String id) {
        return builder(id).build();
    }

    /** Returns a builder for an identity with the given id. */
    public static IdentityBuilder builder(String id) {
        return IdentityBuilder.builder().id(id);
    }

    /** Returns a builder that starts with the values of this record. */
    public IdentityBuilder toBuilder() {
        return IdentityBuilder.builder(this);
    }

    /** Returns the addresses of {@code channelAddresses} and {@code addresses}. */
    public List<Address> allAddresses() {
        List<Address> all = new ArrayList<>();
        this.channelAddresses.forEach((type, values) -> values.forEach(value -> all.add(Address.of(type, value))));
        all.addAll(this.addresses);
        return List.copyOf(all);
    }

    /** Returns the cursor with which an {@link IdentityQuery} continues after this identity. */
    public IdentityCursor cursor() {
        return new IdentityCursor(SearchText.name(this.displayName), this.id);
    }

    /**
     * Returns the given address. Rejects an address that is blank or has more than 1 024 characters or 1 280 UTF-8
     * bytes.
     */
    public static String requireAddress(String address) {
        Checks.notBlank("address", address);
        Checks.check(
                address.length() <= MAX_ADDRESS_CHARACTERS,
                "address must not be longer than " + MAX_ADDRESS_CHARACTERS + " characters");
        Checks.check(
                address.length() <= MAX_ADDRESS_BYTES / 4
                        || address.getBytes(StandardCharsets.UTF_8).length <= MAX_ADDRESS_BYTES,
                "address must not be longer than " + MAX_ADDRESS_BYTES + " bytes in UTF-8");
        return address;
    }

    private static List<Address> distinct(List<Address> addresses) {
        Set<Address> seen = new TreeSet<>(ORDER);
        return addresses.stream().filter(seen::add).toList();
    }

    private static Map<ChannelType, List<String>> addresses(@Nullable Map<ChannelType, List<String>> addresses) {
        Map<ChannelType, List<String>> copy = new LinkedHashMap<>();
        if (addresses != null) {
            addresses.forEach((type, values) -> {
                Set<String> distinct = new LinkedHashSet<>(Checks.notNull("channelAddresses", values));
                distinct.forEach(Identity::requireAddress);
                if (!distinct.isEmpty()) {
                    copy.put(Checks.notNull("channelType", type), List.copyOf(distinct));
                }
            });
        }
        return Collections.unmodifiableMap(copy);
    }
}
