package live.roomkit.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class AddressBookTests {

    private final AddressBook book = new AddressBook(Address::value);

    @Test
    void ofAddressesInDifferentFormsTheFirstIsKept() {
        AddressBook lower = new AddressBook(address -> address.value().toLowerCase(Locale.ROOT));
        Address scoped = Address.of(ChannelType.WEBSOCKET, "a").scope("account");
        Identity identity = Identity.builder("identity")
                .channelAddresses(Map.of(ChannelType.WEBSOCKET, List.of("B", "A", "a", "b")))
                .addresses(
                        List.of(scoped, Address.of(ChannelType.WEBSOCKET, "A").scope("account")))
                .build();

        assertThat(lower.distinct(identity))
                .isEqualTo(Identity.builder("identity")
                        .channelAddresses(Map.of(ChannelType.WEBSOCKET, List.of("B", "A")))
                        .addresses(List.of(scoped))
                        .build());
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void addressesOfOneHashCodeAreComparedFast() {
        Identity identity = Identity.builder("identity")
                .channelAddresses(Map.of(ChannelType.WEBSOCKET, valuesOfOneHashCode()))
                .build();

        assertThat(this.book.distinct(identity)).isSameAs(identity);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void scopedAddressesOfOneHashCodeAreComparedFast() {
        List<Address> addresses = valuesOfOneHashCode().stream()
                .map(value -> Address.of(ChannelType.WEBSOCKET, value).scope("account"))
                .toList();

        assertThat(Identity.builder("identity").addresses(addresses).build().addresses())
                .isEqualTo(addresses);
    }

    private static List<String> valuesOfOneHashCode() {
        List<String> values = List.of("");
        for (int i = 0; i < 16; i++) {
            values = values.stream()
                    .flatMap(value -> Stream.of(value + "Aa", value + "BB"))
                    .toList();
        }
        return values;
    }
}
