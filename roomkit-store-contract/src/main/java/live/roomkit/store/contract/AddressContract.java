package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Address;
import live.roomkit.identity.AddressKind;
import live.roomkit.identity.Identity;
import live.roomkit.store.AddressConflictException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests look-ups of identities by addresses in different forms, kinds and scopes. The store under test must use
 * {@code AddressNormalizer.standard()}.
 */
public abstract class AddressContract extends StoreContract {

    private final String organization = newId();

    /** Creates the tests for the given store. */
    protected AddressContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anAddressIsFoundInEveryFormAndKeptAsGiven() {
        Identity identity = create();
        store().linkAddress(identity.id(), ChannelType.SMS, "+41 (79) 123-45 67");
        Identity linked = store().linkAddress(identity.id(), ChannelType.EMAIL, "Zo\u00eb+News@B\u00fccher.example");

        for (String form : List.of("+41791234567", "0041 79 123 45 67")) {
            assertThat(resolve(Address.of(ChannelType.SMS, form))).isEqualTo(linked);
        }
        for (String form : List.of("zo\u00eb+news@xn--bcher-kva.example", "Zoe\u0308+NEWS@b\u00fccher.EXAMPLE")) {
            assertThat(resolve(Address.of(ChannelType.EMAIL, form))).isEqualTo(linked);
        }
        assertThat(linked.channelAddresses())
                .isEqualTo(Map.of(
                        ChannelType.SMS, List.of("+41 (79) 123-45 67"),
                        ChannelType.EMAIL, List.of("Zo\u00eb+News@B\u00fccher.example")));
        assertThat(store().linkAddress(identity.id(), ChannelType.SMS, "+41791234567"))
                .isEqualTo(linked);
        assertThat(find(Address.of(ChannelType.EMAIL, "zo\u00eb@b\u00fccher.example")))
                .isNull();
        assertThat(store().unlinkAddress(identity.id(), ChannelType.SMS, "0041791234567"))
                .isTrue();
        assertThat(find(Address.of(ChannelType.SMS, "+41791234567"))).isNull();
    }

    @Test
    void aHeldAddressIsAConflictInEveryForm() {
        Identity holder = create();
        Identity other = create();
        Identity linked = store().linkAddress(holder.id(), ChannelType.WHATSAPP, "41 79 765 43 21");

        assertThatExceptionOfType(AddressConflictException.class)
                .isThrownBy(() -> store().linkAddress(other.id(), ChannelType.WHATSAPP, "+41797654321"));
        assertThat(resolve(Address.of(ChannelType.WHATSAPP, "0041797654321"))).isEqualTo(linked);
        Identity moved = store().moveAddress(other.id(), ChannelType.WHATSAPP, "+41797654321");
        assertThat(store().getIdentity(holder.id())).contains(holder);
        assertThat(resolve(Address.of(ChannelType.WHATSAPP, "41797654321"))).isEqualTo(moved);
    }

    @Test
    void aCreatedIdentityHasEachAddressOnce() {
        Identity identity = store().createIdentity(Identity.builder(newId())
                .organizationId(this.organization)
                .channelAddresses(Map.of(ChannelType.SMS, List.of("+41 79 111 22 33", "0041791112233")))
                .build());

        assertThat(identity.channelAddresses()).containsEntry(ChannelType.SMS, List.of("+41 79 111 22 33"));
        assertThat(secondStore().getIdentity(identity.id())).contains(identity);
    }

    @Test
    void aScopeTellsEqualIdsApart() {
        Address plain = Address.of(ChannelType.WHATSAPP, newId());
        Address first = plain.scope("account-1");
        Address second = plain.scope("account-2");
        Identity one = store().linkAddress(create().id(), first);
        Identity two = store().linkAddress(create().id(), second);

        assertThat(resolve(first)).isEqualTo(one);
        assertThat(resolve(second)).isEqualTo(two);
        assertThat(find(plain)).isNull();
        assertThat(one.addresses()).containsExactly(first);
        assertThat(secondStore().getIdentity(one.id())).contains(one);
        assertThat(store().updateIdentity(one.toBuilder().addresses(List.of()).build()))
                .isEqualTo(one);
        assertThat(store().unlinkAddress(two.id(), first)).isFalse();
        assertThat(store().unlinkAddress(two.id(), second)).isTrue();
        assertThat(find(second)).isNull();
    }

    @Test
    void aKindDecidesHowAnAddressIsCompared() {
        Address name = new Address(ChannelType.TELEGRAM, AddressKind.USERNAME, "@Alice", "");
        Identity linked = store().linkAddress(create().id(), name);

        assertThat(resolve(new Address(ChannelType.TELEGRAM, AddressKind.USERNAME, "alice", "")))
                .isEqualTo(linked);
        assertThat(find(Address.of(ChannelType.TELEGRAM, "Alice"))).isNull();
        assertThat(linked.allAddresses()).containsExactly(name);
    }

    @Test
    void aRefusedAddressIsNotSaid() {
        Identity identity = create();
        for (Address refused : List.of(
                new Address(ChannelType.EMAIL, AddressKind.EMAIL, "secret@exa mple", ""),
                new Address(ChannelType.EMAIL, AddressKind.EMAIL, "@secret.example", ""),
                Address.of(ChannelType.EMAIL, "secret@a..example"),
                new Address(ChannelType.SMS, AddressKind.PHONE, "secret", ""))) {
            for (Runnable call : List.<Runnable>of(
                    () -> store().linkAddress(identity.id(), refused),
                    () -> store().resolveIdentity(refused, this.organization))) {
                assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(call::run)
                        .withMessageContaining("address")
                        .withMessageContaining(refused.kind().name())
                        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
            }
        }
        assertThat(store().getIdentity(identity.id())).contains(identity);
    }

    @Test
    void rotatingReplacesAnAddressOnce() {
        Address before = Address.of(ChannelType.WHATSAPP, newId()).scope("account");
        Address after = Address.of(ChannelType.WHATSAPP, newId()).scope("account");
        Identity identity = store().linkAddress(create().id(), before);

        Identity rotated =
                store().rotateAddress(before, after, this.organization).orElseThrow();

        assertThat(rotated)
                .isEqualTo(identity.toBuilder().addresses(List.of(after)).build());
        assertThat(resolve(after)).isEqualTo(rotated);
        assertThat(find(before)).isNull();
        assertThat(secondStore().rotateAddress(before, after, this.organization))
                .contains(rotated);
        assertThat(store().rotateAddress(before, before, this.organization)).isEmpty();
        assertThat(store().rotateAddress(after, before, newId())).isEmpty();
        Identity other = store().linkAddress(create().id(), before);
        assertThatExceptionOfType(AddressConflictException.class)
                .isThrownBy(() -> store().rotateAddress(after, before, this.organization))
                .withMessageContaining(identity.id());
        assertThat(resolve(before)).isEqualTo(other);
        assertThat(resolve(after)).isEqualTo(rotated);
    }

    @Test
    void theEmptyTextIsNoOrganization() {
        Address address = Address.of(ChannelType.WEBSOCKET, newId());
        Address another = Address.of(ChannelType.WEBSOCKET, newId());
        Identity identity =
                store().linkAddress(store().createIdentity(Identity.of(newId())).id(), address);

        assertThat(store().rotateAddress(address, another, "")).isEmpty();
        assertThat(store().rotateAddress(another, address, "")).isEmpty();

        assertThat(store().resolveIdentity(address, "")).isEmpty();
        assertThat(store().resolveIdentity(address, null)).contains(identity);
    }

    @Test
    void aScopeHas64PrintableCharacters() {
        Address address = Address.of(ChannelType.WHATSAPP, newId());

        assertThat(address.scope("x".repeat(64)).isPlain()).isFalse();
        for (String scope : List.of("x".repeat(65), "a b", "\u00e9")) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> address.scope(scope))
                    .withMessageContaining("scope");
        }
    }

    private Identity create() {
        return store().createIdentity(Identity.builder(newId())
                .organizationId(this.organization)
                .build());
    }

    private Identity resolve(Address address) {
        return secondStore().resolveIdentity(address, this.organization).orElseThrow();
    }

    private @Nullable Identity find(Address address) {
        return secondStore().resolveIdentity(address, this.organization).orElse(null);
    }
}
