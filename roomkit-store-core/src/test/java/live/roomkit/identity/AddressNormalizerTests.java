package live.roomkit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Locale;
import live.roomkit.channel.ChannelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the forms in which addresses are compared. */
class AddressNormalizerTests {

    private final AddressNormalizer standard = AddressNormalizer.standard();

    private final AddressNormalizer swiss = AddressNormalizer.standard("CH");

    @ParameterizedTest
    @CsvSource({
        "+41791234567, +41791234567",
        "+41 (79) 123-45 67, +41791234567",
        "' 0041 79.123/45/67 ', +41791234567",
        "079 123 45 67, 0791234567",
        "41791234567, 41791234567",
        "11832, 11832"
    })
    void aNumberLosesItsPunctuation(String given, String expected) {
        assertThat(this.standard.normalize(phone(ChannelType.SMS, given))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "+41 79 123 45 67, +41791234567",
        "0041 79 123 45 67, +41791234567",
        "079 123 45 67, +41791234567",
        "079/123.45.67, +41791234567",
        "(079) 123-45-67, +41791234567",
        "'  079 123 45 67  ', +41791234567",
        "+41 (0)79 123 45 67, +41791234567",
        "41791234567, +41791234567",
        "044 668 18 00, +41446681800",
        "+44 020 7946 0018, +442079460018",
        "0039 06 698 57777, +390669857777",
        "+39 06 698 57777, +390669857777"
    })
    void aNationalNumberIsOfTheRegion(String given, String expected) {
        assertThat(this.swiss.normalize(phone(ChannelType.SMS, given))).isEqualTo(expected);
    }

    @Test
    void aRegionHasItsOwnPrefixes() {
        assertThat(AddressNormalizer.standard("IT").normalize(phone(ChannelType.VOICE, "06 698 57777")))
                .isEqualTo("+390669857777");
        assertThat(AddressNormalizer.standard("US").normalize(phone(ChannelType.VOICE, "011 41 79 123 45 67")))
                .isEqualTo("+41791234567");
        assertThat(AddressNormalizer.standard("US").normalize(phone(ChannelType.VOICE, "0041 79 123 45 67")))
                .isEqualTo("+41791234567");
        assertThat(AddressNormalizer.standard("US").normalize(phone(ChannelType.VOICE, "(201) 555-0123")))
                .isEqualTo("+12015550123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11832", "0", "118", "+4", "1234567890123456789"})
    void aNumberOfNoTelephoneIsLeftAsItIs(String number) {
        assertThat(this.swiss.normalize(phone(ChannelType.SMS, number))).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"41791234567", "+41791234567", "0041 79 123 45 67", "41 79 123 45 67"})
    void aNumberOfWhatsAppIsInternational(String given) {
        for (AddressNormalizer normalizer :
                Arrays.asList(this.standard, this.swiss, AddressNormalizer.standard("US"))) {
            assertThat(normalizer.normalize(phone(ChannelType.WHATSAPP, given))).isEqualTo("+41791234567");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "079 secret 67", "079+1234567", "+", "()", "\u0660\u0667\u0669"})
    void whatIsNoNumberIsRefusedWithoutSayingIt(String given) {
        for (AddressNormalizer normalizer : Arrays.asList(this.standard, this.swiss)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> normalizer.normalize(phone(ChannelType.SMS, given)))
                    .withMessageContaining("PHONE")
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(given));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Alice@Example.ORG, alice@example.org",
        "ALICE+News@example.org, alice+news@example.org",
        "zo\u00eb@b\u00fccher.example, zo\u00eb@xn--bcher-kva.example",
        "zoe\u0308@B\u00dcCHER.Example, zo\u00eb@xn--bcher-kva.example",
        "zo\u00eb@XN--BCHER-KVA.example, zo\u00eb@xn--bcher-kva.example",
        "alice@stra\u00dfe.example, alice@strasse.example",
        "a.b@example.org, a.b@example.org"
    })
    void anEmailAddressIsComparedWithoutCase(String given, String expected) {
        for (AddressNormalizer normalizer : Arrays.asList(this.standard, this.swiss)) {
            assertThat(normalizer.normalize(email(given))).isEqualTo(expected);
        }
    }

    @Test
    void caseIsFoldedInTheSameWayInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));

            assertThat(this.standard.normalize(email("INFO@IBIS.example"))).isEqualTo("info@ibis.example");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "@secret.example", "secret@", "secret@a..b", "secret@a b", " @secret.example"})
    void whatIsNoEmailAddressIsRefusedWithoutSayingIt(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.standard.normalize(email(given)))
                .withMessageContaining("EMAIL")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ch", "XX", "Switzerland"})
    void anUnknownRegionIsRefused(String region) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressNormalizer.standard(region))
                .withMessageContaining("region '" + region + "'");
    }

    @Test
    void withoutTheLibraryARegionSaysWhatToAdd() throws Exception {
        try (URLClassLoader without = new URLClassLoader(classPathWithoutLibrary(), null)) {
            Class<?> type = without.loadClass(AddressNormalizer.class.getName());

            assertThat(type.getMethod("standard").invoke(null)).isNotNull();
            assertThat(catchThrowable(
                            () -> type.getMethod("standard", String.class).invoke(null, "CH")))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("com.googlecode.libphonenumber:libphonenumber");
        }
    }

    private static URL[] classPathWithoutLibrary() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("libphonenumber"))
                .map(AddressNormalizerTests::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static Address phone(ChannelType channelType, String value) {
        return new Address(channelType, AddressKind.PHONE, value, "");
    }

    private static Address email(String value) {
        return new Address(ChannelType.EMAIL, AddressKind.EMAIL, value, "");
    }
}
