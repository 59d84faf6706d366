package live.roomkit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelType;
import org.junit.jupiter.api.Test;

class IdentityModelTests {

    @Test
    void anIdentityNeedsOnlyAnId() {
        Identity identity = Identity.of("i-1");

        assertThat(identity.organizationId()).isNull();
        assertThat(identity.channelAddresses()).isEmpty();
        assertThat(identity.externalIds()).isEmpty();
        assertThat(identity.metadata()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Identity.of(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.builder("i-1").organizationId(" ").build());
    }

    @Test
    void addressesAreCopiedWithoutRepeats() {
        List<String> numbers = new ArrayList<>(List.of("+1", "+2", "+1"));
        Map<ChannelType, List<String>> addresses = new HashMap<>(Map.of(ChannelType.SMS, numbers));
        Identity identity = Identity.builder("i-1").channelAddresses(addresses).build();
        numbers.clear();
        addresses.clear();

        assertThat(identity.channelAddresses()).isEqualTo(Map.of(ChannelType.SMS, List.of("+1", "+2")));
        assertThatThrownBy(() -> identity.channelAddresses().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aTypeWithoutAddressesIsLeftOut() {
        Identity identity = Identity.builder("i-1")
                .channelAddresses(Map.of(ChannelType.SMS, List.of()))
                .build();

        assertThat(identity).isEqualTo(Identity.of("i-1"));
    }

    @Test
    void anAddressMayHave1024Characters() {
        String longest = "x".repeat(1_024);

        assertThat(Identity.requireAddress(longest)).isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.requireAddress(longest + "x"))
                .withMessage("address must not be longer than 1024 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.builder("i-1")
                        .channelAddresses(Map.of(ChannelType.SMS, List.of(longest + "x")))
                        .build());
        String widest = "\u20ac".repeat(426) + "xx";
        assertThat(Identity.requireAddress(widest)).isEqualTo(widest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.requireAddress(widest + "x"))
                .withMessage("address must not be longer than 1280 bytes in UTF-8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.requireAddress(" "))
                .withMessage("address must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.requireAddress(null))
                .withMessage("address must not be null");
    }
}
