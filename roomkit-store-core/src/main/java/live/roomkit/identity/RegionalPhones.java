package live.roomkit.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes telephone numbers with the library libphonenumber. A number without a country code is read as a number of
 * the region that the constructor received. {@link StandardAddresses} normalizes addresses of other kinds. Only
 * {@code RegionalPhones} needs libphonenumber.
 */
final class RegionalPhones implements AddressNormalizer {

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    private final String region;

    RegionalPhones(String region) {
        Checks.check(
                this.numbers.getSupportedRegions().contains(region),
                "region '" + region
                        + "' is not known to libphonenumber; use a code of two capital letters, such as CH");
        this.region = region;
    }

    @Override
    public String normalize(Address address) {
        String standard = StandardAddresses.normalize(address);
        if (address.kind() != AddressKind.PHONE) {
            return standard;
        }
        String inRegion = StandardAddresses.isInternational(address) ? null : international(address.value());
        String number = (inRegion != null) ? inRegion : international(standard);
        return (number != null) ? number : standard;
    }

    /**
     * Returns a telephone number in the form of E.164, or {@code null} when libphonenumber does not accept the text as
     * a complete telephone number.
     */
    private @Nullable String international(String text) {
        try {
            PhoneNumber number = this.numbers.parse(text, this.region);
            return (this.numbers.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE)
                    ? this.numbers.format(number, PhoneNumberFormat.E164)
                    : null;
        } catch (NumberParseException notANumber) {
            return null;
        }
    }
}
