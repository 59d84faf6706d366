package live.roomkit.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelModelTests {

    @Test
    void aBindingReadsAndWritesUnlessSaid() {
        ChannelBinding binding = ChannelBinding.of("room-1", "sms-1", ChannelType.SMS);

        assertThat(binding.category()).isEqualTo(ChannelCategory.TRANSPORT);
        assertThat(binding.direction()).isEqualTo(ChannelDirection.BIDIRECTIONAL);
        assertThat(binding.access()).isEqualTo(Access.READ_WRITE);
        assertThat(binding.muted()).isFalse();
        assertThat(binding.outputMuted()).isFalse();
        assertThat(binding.visibility()).isEqualTo(Visibility.ALL);
        assertThat(binding.lastReadIndex()).isNull();
        assertThat(binding.capabilities()).isEqualTo(ChannelCapabilities.TEXT_ONLY);
        assertThat(binding.metadata()).isEmpty();
        assertThat(binding.attachedAt()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "READ_WRITE, false, true",
        "WRITE_ONLY, false, true",
        "READ_ONLY, false, false",
        "NONE, false, false",
        "READ_WRITE, true, false",
        "WRITE_ONLY, true, false"
    })
    void aChannelWritesWithTheRightAndUnlessMuted(Access access, boolean muted, boolean canWrite) {
        ChannelBinding binding = ChannelBinding.builder("room-1", "sms-1", ChannelType.SMS)
                .access(access)
                .muted(muted)
                .outputMuted(true)
                .build();

        assertThat(binding.canWrite()).isEqualTo(canWrite);
    }

    @Test
    void aBindingRefusesWhatMakesNoSense() {
        refused("channelId must not be blank", binding -> binding.channelId(""));
        refused("roomId must not be blank", binding -> binding.roomId(""));
        refused("channelType must not be null", binding -> binding.channelType(null));
        refused("participantId must not be blank", binding -> binding.participantId(""));
        refused("visibility must not be blank", binding -> binding.visibility(" "));
        refused("lastReadIndex must not be negative", binding -> binding.lastReadIndex(-1L));
    }

    @Test
    void aTypeMayBeADeploymentsOwn() {
        assertThat(ChannelType.of("fax")).hasToString("fax");
        assertThat(ChannelType.of("sms")).isEqualTo(ChannelType.SMS);
        assertThat(ChannelType.of("x".repeat(64)).value()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two words",
                "\u00e9",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void aTypeIsShortPrintableAscii(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelType.of(value));
    }

    @Test
    void capabilitiesAreThoseOfPlainTextUnlessSaid() {
        ChannelCapabilities capabilities = ChannelCapabilities.builder().build();

        assertThat(capabilities).isEqualTo(ChannelCapabilities.TEXT_ONLY);
        assertThat(capabilities.mediaTypes()).containsExactly(ChannelMediaType.TEXT);
        assertThat(capabilities.deliveryMode()).isEqualTo(DeliveryMode.BROADCAST);
        assertThat(capabilities.supportedMediaTypes()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelCapabilities.builder().maxLength(-1L).build())
                .withMessage("maxLength must not be negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ChannelCapabilities.builder().maxMediaSizeBytes(-1L).build());
    }

    @Test
    void ratesAreNotNegative() {
        assertThat(new RateLimit(null, 0.5, null).maxPerMinute()).isEqualTo(0.5);
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(-1.0, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(null, null, Double.POSITIVE_INFINITY));
    }

    @Test
    void aRetryPolicyHasDefaults() {
        assertThat(new RetryPolicy(null, null, null, null)).isEqualTo(RetryPolicy.DEFAULT);
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(-1, null, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(null, -1.0, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(null, null, Double.NaN, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(null, null, null, 0.5))
                .withMessageStartingWith("exponentialBase");
    }

    @Test
    void allErrorsAreRepeatedUnlessSomeAreListed() {
        assertThat(RetryPolicy.DEFAULT.retryableErrors()).isNull();
        assertThat(new RetryPolicy(1, 1.0, 1.0, 1.0, List.of()).retryableErrors())
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(1, 1.0, 1.0, 1.0, Collections.singletonList(null)))
                .withMessage("retryableErrors must not contain null");
    }

    private static void refused(String message, UnaryOperator<ChannelBindingBuilder> change) {
        ChannelBindingBuilder binding = ChannelBinding.builder("room-1", "sms-1", ChannelType.SMS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(binding).build())
                .withMessage(message);
    }
}
