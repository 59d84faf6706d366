package live.roomkit.identity;

import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;

/**
 * Returns the form in which a store compares addresses. The form as given is kept in the identity.
 *
 * <p>All nodes of an application use the same normalizer. After a change of the normalizer, a store finds an address that was linked
 * before only if the form stayed the same.
 */
@FunctionalInterface
public interface AddressNormalizer {

    /**
     * Returns the form in which the address is compared.
     *
     * @throws IllegalArgumentException when the value is no address of its kind; the message tells the kind and the reason, and
     *     does not contain the address
     */
    String normalize(Address address);

    /**
     * Returns the normalizer that stores use unless they are given another one.
     *
     * <ul>
     *   <li>Telephone numbers: without blanks and punctuation, with {@code +} for a leading {@code 00}, and for WhatsApp, whose ids
     *       are international numbers, always with {@code +}.
     *   <li>E-mail addresses: in lower case, the domain in the ASCII form of IDNA. A tag ({@code +tag}) is kept.
     *   <li>User names: in lower case, without a leading {@code @}.
     *   <li>Ids of platforms: as they are.
     * </ul>
     *
     * <p>Texts other than these ids are compared in Unicode's form NFC.
     */
    static AddressNormalizer standard() {
        return StandardAddresses::normalize;
    }

    /**
     * Returns the standard normalizer of an application whose users write telephone numbers without a country code. It reads such
     * numbers as people of the region write them: in {@code CH}, {@code 079 123 45 67} is {@code +41791234567}. Numbers that no
     * telephone can have, such as those of services, are as {@link #standard()} returns them.
     *
     * <p>The numbers are read by libphonenumber, {@code com.googlecode.libphonenumber:libphonenumber}, which the application adds to
     * its dependencies. All nodes should use the same version.
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

    /** Returns a normalizer that uses the given one for addresses of one channel type, and this one for all others. */
    default AddressNormalizer with(ChannelType channelType, AddressNormalizer normalizer) {
        Map<ChannelType, AddressNormalizer> special =
                Map.of(Checks.notNull("channelType", channelType), Checks.notNull("normalizer", normalizer));
        return address -> special.getOrDefault(address.channelType(), this).normalize(address);
    }
}
