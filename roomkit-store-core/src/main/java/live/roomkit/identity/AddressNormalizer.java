package live.roomkit.identity;

import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;

/**
 * Converts addresses to the form in which a store compares them. The record of an identity contains each address as the
 * application gave it.
 *
 * <p>All nodes of an application must use the same normalizer. After the normalizer was replaced by another one, a
 * store finds a previously linked address only if both normalizers return the same form for this address.
 */
@FunctionalInterface
public interface AddressNormalizer {

    /**
     * Returns the form in which the store compares the address.
     *
     * @throws IllegalArgumentException when the value is not a valid address of its kind; the message names the kind
     *     and the reason, and does not contain the address
     */
    String normalize(Address address);

    /**
     * Returns the normalizer that stores use by default.
     *
     * <ul>
     *   <li>Telephone numbers: without blanks and punctuation. A leading {@code 00} becomes {@code +}. WhatsApp numbers
     *       always begin with {@code +}, because the ids of WhatsApp are international numbers.
     *   <li>E-mail addresses: in lower case, with the domain in the ASCII form of IDNA. A tag ({@code +tag}) is kept.
     *   <li>User names: in lower case, without a leading {@code @}.
     *   <li>Ids of platforms: as they are.
     * </ul>
     *
     * <p>All values except ids of platforms are compared in Unicode's form NFC.
     */
    static AddressNormalizer standard() {
        return StandardAddresses::normalize;
    }

    /**
     * Returns the standard normalizer for an application whose users write telephone numbers without a country code.
     * The normalizer reads a number without a country code as a number of the region: in {@code CH},
     * {@code 079 123 45 67} becomes {@code +41791234567}. Numbers that libphonenumber does not accept as telephone
     * numbers, such as short numbers of services, get the form that the normalizer of {@link #standard()} gives them.
     *
     * <p>The library {@code com.googlecode.libphonenumber:libphonenumber} parses the numbers. The application must add
     * libphonenumber to its dependencies, and should use the same version on all nodes.
     *
     * @param region the code of the region by ISO 3166, in two capital letters
     * @throws IllegalArgumentException when libphonenumber does not know the region
     * @throws IllegalStateException when libphonenumber is not on the class path
     */
    static AddressNormalizer standard(String region) {
        Checks.notNull("region", region);
        try {
            return new RegionalPhones(region);
        } catch (NoClassDefFoundError ex) {
            throw new IllegalStateException(
                    "Telephone numbers of region '" + region
                            + "' are read by libphonenumber, which is not on the class path; add"
                            + " com.googlecode.libphonenumber:libphonenumber to the dependencies",
                    ex);
        }
    }

    /**
     * Returns a normalizer that uses the given normalizer for addresses of one channel type, and this normalizer for
     * all other channel types.
     */
    default AddressNormalizer with(ChannelType channelType, AddressNormalizer normalizer) {
        Map<ChannelType, AddressNormalizer> special =
                Map.of(Checks.notNull("channelType", channelType), Checks.notNull("normalizer", normalizer));
        return address -> special.getOrDefault(address.channelType(), this).normalize(address);
    }
}
