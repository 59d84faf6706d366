package live.roomkit.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A person, known by addresses on several channels.
 *
 * @param id chosen by the caller, unique in the store
 * @param organizationId the tenant that the identity and its addresses belong to, if any; fixed once created
 * @param displayName how to call them, if known
 * @param email an address for display; only {@code channelAddresses} are looked up
 * @param phone a number for display; only {@code channelAddresses} are looked up
 * @param channelAddresses the addresses by type of channel, without repeats; changed by linking and unlinking only
 * @param externalId their id in another system, if any
 * @param externalIds their ids in other systems, by system
 * @param metadata free-form values of the application
 */
@ModelBuilder
public record Identity(
        String id,
        @Nullable String organizationId,
        @Nullable String displayName,
        @Nullable String email,
        @Nullable String phone,
        Map<ChannelType, List<String>> channelAddresses,
        @Nullable String externalId,
        Map<String, String> externalIds,
        Map<String, @Nullable Object> metadata) {

    /** How many characters an address may have. */
    private static final int MAX_ADDRESS_CHARACTERS = 320;

    /** Applies the defaults and refuses what makes no sense. Use {@link #builder}; components may be added. */
    public Identity {
        Checks.id("id", id);
        Checks.optionalId("organizationId", organizationId);
        channelAddresses = addresses(channelAddresses);
        externalIds = Checks.map("externalIds", externalIds);
        metadata = FreeForm.copy(metadata);
    }

    /** An identity with that id and nothing else. */
    public static Identity of(String id) {
        return builder(id).build();
    }

    /** Builds an identity with that id. */
    public static IdentityBuilder builder(String id) {
        return IdentityBuilder.builder().id(id);
    }

    /** Builds a changed copy. */
    public IdentityBuilder toBuilder() {
        return IdentityBuilder.builder(this);
    }

    /** The given address if it can be one: not blank, at most 320 characters. */
    public static String requireAddress(String address) {
        Checks.notBlank("address", address);
        Checks.check(
                address.length() <= MAX_ADDRESS_CHARACTERS,
                "address must not be longer than " + MAX_ADDRESS_CHARACTERS + " characters");
        return address;
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
