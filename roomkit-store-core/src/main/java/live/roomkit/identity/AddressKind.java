package live.roomkit.identity;

import java.util.Set;
import live.roomkit.channel.ChannelType;

/** Kind of an address, which decides how addresses of that kind are compared. */
public enum AddressKind {

    /** A telephone number. */
    PHONE,

    /** An e-mail address. */
    EMAIL,

    /** A name that people choose and write with or without a leading {@code @}, compared without regard to case. */
    USERNAME,

    /** An id or endpoint that a platform assigns, compared character by character. */
    PLATFORM_ID;

    private static final int LEAST_DIGITS = 7;

    private static final Set<ChannelType> TELEPHONES = Set.of(
            ChannelType.SMS,
            ChannelType.MMS,
            ChannelType.RCS,
            ChannelType.VOICE,
            ChannelType.WHATSAPP,
            ChannelType.WHATSAPP_PERSONAL);

    /**
     * Returns the kind that an address seems to have. On channels of telephones it is a telephone number when it consists of seven
     * digits or more and punctuation, and on e-mail channels an e-mail address when it has a name and a domain. Every other address,
     * such as a short number, is an id of the platform.
     */
    public static AddressKind of(ChannelType channelType, String address) {
        if (channelType.equals(ChannelType.EMAIL) && looksLikeEmail(address)) {
            return EMAIL;
        }
        return (TELEPHONES.contains(channelType) && looksLikeANumber(address)) ? PHONE : PLATFORM_ID;
    }

    private static boolean looksLikeEmail(String address) {
        int at = address.lastIndexOf('@');
        return at > 0
                && at < address.length() - 1
                && address.chars().allMatch(c -> c > 0x9f || Character.isLetterOrDigit(c) || "@.-_+'".indexOf(c) >= 0)
                && Character.isLetterOrDigit(address.charAt(at + 1));
    }

    private static boolean looksLikeANumber(String address) {
        return address.chars().allMatch(c -> (c >= '0' && c <= '9') || " +-./()".indexOf(c) >= 0)
                && address.chars().filter(c -> c >= '0' && c <= '9').count() >= LEAST_DIGITS;
    }
}
