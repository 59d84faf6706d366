package live.roomkit.identity;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;

/** Contains the rules by which {@link AddressNormalizer#standard()} converts addresses. */
final class StandardAddresses {

    private StandardAddresses() {}

    static String normalize(Address address) {
        return switch (address.kind()) {
            case PHONE -> phone(address);
            case EMAIL -> email(Normalizer.normalize(address.value(), Normalizer.Form.NFC));
            case USERNAME -> username(Normalizer.normalize(address.value(), Normalizer.Form.NFC));
            case PLATFORM_ID -> address.value();
        };
    }

    /**
     * Tells whether all telephone numbers of the address's channel type begin with a country code, with or without a
     * plus.
     */
    static boolean isInternational(Address address) {
        return address.channelType().equals(ChannelType.WHATSAPP)
                || address.channelType().equals(ChannelType.WHATSAPP_PERSONAL);
    }

    private static String phone(Address address) {
        StringBuilder number = new StringBuilder();
        address.value().chars().forEach(c -> {
            if (c >= '0' && c <= '9') {
                number.append((char) c);
            } else if (c == '+' && number.isEmpty()) {
                number.append('+');
            } else {
                Checks.check(" -./()".indexOf(c) >= 0, "address of kind PHONE must consist of digits and punctuation");
            }
        });
        if (number.indexOf("00") == 0) {
            number.replace(0, 2, "+");
        }
        if (isInternational(address) && number.indexOf("+") != 0) {
            number.insert(0, '+');
        }
        Checks.check(
                number.length() > ((number.indexOf("+") == 0) ? 1 : 0), "address of kind PHONE must contain digits");
        return number.toString();
    }

    private static String email(String address) {
        int at = address.lastIndexOf('@');
        Checks.check(at > 0, "address of kind EMAIL must have a name and a domain, separated by @");
        String domain;
        try {
            domain = IDN.toASCII(address.substring(at + 1).strip(), IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("address of kind EMAIL must have a valid domain");
        }
        Checks.check(!domain.isEmpty(), "address of kind EMAIL must have a valid domain");
        String name = address.substring(0, at).strip();
        Checks.check(!name.isEmpty(), "address of kind EMAIL must have a name and a domain, separated by @");
        return name.toLowerCase(Locale.ROOT) + '@' + domain.toLowerCase(Locale.ROOT);
    }

    private static String username(String name) {
        String stripped = name.strip();
        String bare = stripped.startsWith("@") ? stripped.substring(1) : stripped;
        Checks.check(!bare.isBlank(), "address of kind USERNAME must have a name");
        return bare.toLowerCase(Locale.ROOT);
    }
}
