package live.roomkit.identity;

import java.util.Set;
import live.roomkit.channel.ChannelType;

/** Determines how the store compares an address with other addresses. */
public enum AddressKind {

    /** A telephone number. */
    PHONE,

    /** An e-mail address. */
    EMAIL,

    /** A name that people choose and write with or without a leading {@code @}, compared without regard to case. */
    USERNAME,

    /** An id or endpoint URL that a platform assigns, compared character by character. */
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
     * Returns the kind that an address seems to have. On channels for SMS, MMS, RCS, voice and WhatsApp, an address of
     * at least seven digits, with or without blanks and punctuation, is a telephone number. On e-mail channels, an
     * address with a name and a domain is an e-mail address. The ASCII characters of an e-mail address must be letters,
     * digits or the characters {@code @.-_+'}. Every other address, such as a user name or a number with fewer digits,
     * has the kind {@link #PLATFORM_ID}.
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
