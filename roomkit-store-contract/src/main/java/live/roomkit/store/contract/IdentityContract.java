package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdentityNotFoundException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests identities and their addresses. Some identities belong to an organization, others do not. */
public abstract class IdentityContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected IdentityContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void aCreatedIdentityIsReturnedAsItIsStoredAndResolvedByItsAddresses() {
        String number = newAddress();
        String mail = newAddress();
        Identity given = Identity.builder(newId())
                .displayName("Alice")
                .channelAddresses(Map.of(
                        ChannelType.SMS,
                        List.of(number, number + "1"),
                        ChannelType.EMAIL,
                        List.of(mail),
                        ChannelType.of("x-own"),
                        List.of(mail)))
                .build();

        assertThat(store().createIdentity(given)).isEqualTo(given);

        assertThat(secondStore().getIdentity(given.id())).contains(given);
        assertThat(secondStore().resolveIdentity(ChannelType.SMS, number)).contains(given);
        assertThat(store().resolveIdentity(ChannelType.SMS, number + "1")).contains(given);
        assertThat(store().resolveIdentity(ChannelType.of("x-own"), mail)).contains(given);
        assertThat(store().resolveIdentity(ChannelType.SMS, mail)).isEmpty();
        assertThat(store().resolveIdentity(ChannelType.SMS, number + " ")).isEmpty();
    }

    @Test
    void anAbsentIdentityReadsAsNothing() {
        String id = newId();

        assertThat(store().getIdentity(id)).isEmpty();
        assertThat(store().deleteIdentity(id)).isFalse();
        assertThat(store().resolveIdentity(ChannelType.SMS, newAddress())).isEmpty();
        assertThatExceptionOfType(IdentityNotFoundException.class)
                .isThrownBy(() -> store().updateIdentity(Identity.of(id)))
                .withMessageContaining(id);
        assertThatExceptionOfType(IdentityNotFoundException.class)
                .isThrownBy(() -> store().linkAddress(id, ChannelType.SMS, newAddress()));
        assertThatExceptionOfType(IdentityNotFoundException.class)
                .isThrownBy(() -> store().moveAddress(id, ChannelType.SMS, newAddress()));
        assertThatExceptionOfType(IdentityNotFoundException.class)
                .isThrownBy(() -> store().unlinkAddress(id, ChannelType.SMS, newAddress()));
    }

    @Test
    void aTakenIdIsRefusedWithNothingWritten() {
        Identity first = create(null, newAddress());
        String address = newAddress();

        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().createIdentity(Samples.identity(first.id(), ChannelType.SMS, address)))
                .withMessageContaining(first.id());

        assertThat(store().getIdentity(first.id())).contains(first);
        assertThat(store().resolveIdentity(ChannelType.SMS, address)).isEmpty();
    }

    @Test
    void anAddressIsNotStolenByCreatingAnIdentity() {
        String held = newAddress();
        String free = newAddress();
        Identity holder = create(null, held);
        String thief = newId();

        assertThatExceptionOfType(AddressConflictException.class)
                .isThrownBy(() -> store().createIdentity(Samples.identity(thief, ChannelType.SMS, free, held)))
                .withMessageContaining(thief);

        assertThat(store().getIdentity(thief)).isEmpty();
        assertThat(store().resolveIdentity(ChannelType.SMS, free)).isEmpty();
        assertHolds(holder, held);
    }

    @Test
    void anAddressIsNotStolenByLinking() {
        String held = newAddress();
        Identity holder = create(null, held);
        Identity other = create(null, newAddress());

        assertThatExceptionOfType(AddressConflictException.class)
                .isThrownBy(() -> store().linkAddress(other.id(), ChannelType.SMS, held))
                .withMessageContaining(other.id());

        assertHolds(holder, held);
        assertThat(store().getIdentity(other.id())).contains(other);
    }

    @Test
    void aLinkedAddressIsResolvedAndListed() {
        Identity identity = create(null, newAddress());
        String sms = newAddress();
        String mail = newAddress();

        store().linkAddress(identity.id(), ChannelType.SMS, sms);
        Identity linked = store().linkAddress(identity.id(), ChannelType.EMAIL, mail);

        assertThat(linked.channelAddresses().get(ChannelType.SMS)).hasSize(2).contains(sms);
        assertThat(linked.channelAddresses()).containsEntry(ChannelType.EMAIL, List.of(mail));
        assertHolds(linked, sms);
        assertThat(secondStore().resolveIdentity(ChannelType.EMAIL, mail)).contains(linked);
    }

    @Test
    void linkingAgainChangesNothing() {
        String address = newAddress();
        Identity identity = create(null, address);

        assertThat(store().linkAddress(identity.id(), ChannelType.SMS, address)).isEqualTo(identity);
        assertHolds(identity, address);
    }

    @Test
    void movingTakesAnAddressOver() {
        String address = newAddress();
        String kept = newAddress();
        Identity from = create(null, address, kept);
        Identity to = create(null, newAddress());

        Identity moved = secondStore().moveAddress(to.id(), ChannelType.SMS, address);

        assertThat(moved.channelAddresses().get(ChannelType.SMS)).contains(address);
        assertHolds(moved, address);
        assertThat(store().getIdentity(from.id()).orElseThrow().channelAddresses())
                .isEqualTo(Map.of(ChannelType.SMS, List.of(kept)));
    }

    @Test
    void movingTheOnlyAddressLeavesNoneBehind() {
        String address = newAddress();
        Identity from = create(null, address);
        Identity to = create(null, newAddress());

        store().moveAddress(to.id(), ChannelType.SMS, address);

        assertThat(store().getIdentity(from.id()).orElseThrow().channelAddresses())
                .isEmpty();
    }

    @Test
    void movingAnAddressThatIsFreeOrOwnLinksIt() {
        Identity identity = create(null, newAddress());
        String address = newAddress();

        Identity once = store().moveAddress(identity.id(), ChannelType.SMS, address);
        Identity twice = store().moveAddress(identity.id(), ChannelType.SMS, address);

        assertThat(twice).isEqualTo(once);
        assertThat(once.channelAddresses().get(ChannelType.SMS)).hasSize(2);
        assertHolds(twice, address);
    }

    @Test
    void anUnlinkedAddressIsFree() {
        String address = newAddress();
        String kept = newAddress();
        Identity identity = create(null, address, kept);
        Identity other = create(null, newAddress());

        assertThat(store().unlinkAddress(other.id(), ChannelType.SMS, address)).isFalse();
        assertThat(store().unlinkAddress(identity.id(), ChannelType.EMAIL, address))
                .isFalse();
        assertThat(store().unlinkAddress(identity.id(), ChannelType.SMS, address))
                .isTrue();
        assertThat(store().unlinkAddress(identity.id(), ChannelType.SMS, address))
                .isFalse();

        assertThat(store().resolveIdentity(ChannelType.SMS, address)).isEmpty();
        assertThat(store().getIdentity(identity.id()).orElseThrow().channelAddresses())
                .isEqualTo(Map.of(ChannelType.SMS, List.of(kept)));
        assertHolds(store().linkAddress(other.id(), ChannelType.SMS, address), address);
    }

    @Test
    void anUpdateWritesTheProfileAndLeavesTheAddresses() {
        String address = newAddress();
        Identity identity = create(newId(), address);
        Identity changed = Identity.builder(identity.id())
                .organizationId(identity.organizationId())
                .displayName("Bob")
                .email("bob@example.org")
                .externalIds(Map.of("crm", "7"))
                .metadata(Map.of("m", 1))
                .channelAddresses(Map.of(ChannelType.SMS, List.of(newAddress())))
                .build();

        Identity updated = store().updateIdentity(changed);

        assertThat(updated)
                .isEqualTo(changed.toBuilder()
                        .channelAddresses(identity.channelAddresses())
                        .build());
        assertThat(secondStore().getIdentity(identity.id())).contains(updated);
        assertHolds(updated, address);
    }

    @Test
    void aStaleUpdateTakesNoAddressBack() {
        String address = newAddress();
        Identity stale = create(null, address);
        Identity other = create(null, newAddress());
        Identity moved = store().moveAddress(other.id(), ChannelType.SMS, address);

        Identity updated =
                store().updateIdentity(stale.toBuilder().displayName("stale").build());

        assertThat(updated.channelAddresses()).isEmpty();
        assertHolds(moved, address);
    }

    @Test
    void theOrganizationOfAnIdentityIsFixed() {
        Identity identity = create(newId(), newAddress());

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().updateIdentity(
                                identity.toBuilder().organizationId(newId()).build()))
                .withMessageContaining("organizationId");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().updateIdentity(
                                identity.toBuilder().organizationId(null).build()));

        assertThat(store().getIdentity(identity.id())).contains(identity);
    }

    @Test
    void aDeletedIdentityFreesItsAddresses() {
        String address = newAddress();
        Identity identity = create(null, address);

        assertThat(store().deleteIdentity(identity.id())).isTrue();
        assertThat(store().deleteIdentity(identity.id())).isFalse();

        assertThat(store().getIdentity(identity.id())).isEmpty();
        assertThat(store().resolveIdentity(ChannelType.SMS, address)).isEmpty();
        assertHolds(create(null, address), address);
    }

    @Test
    void eachOrganizationHasItsOwnAddresses() {
        String address = newAddress();
        Identity one = create(newId(), address);
        Identity two = create(newId(), address);
        Identity unscoped = create(null, address);

        assertThat(resolve(address, one.organizationId())).isEqualTo(one);
        assertThat(resolve(address, two.organizationId())).isEqualTo(two);
        assertThat(resolve(address, null)).isEqualTo(unscoped);
        assertThat(store().resolveIdentity(ChannelType.SMS, address, newId())).isEmpty();

        store().deleteIdentity(unscoped.id());
        assertThat(store().resolveIdentity(ChannelType.SMS, address)).isEmpty();
        store().deleteIdentity(one.id());
        assertThat(store().resolveIdentity(ChannelType.SMS, address, one.organizationId()))
                .isEmpty();
        assertThat(resolve(address, two.organizationId())).isEqualTo(two);
    }

    @Test
    void linkingAndMovingStayInTheOrganization() {
        String address = newAddress();
        Identity foreign = create(newId(), address);
        Identity own = create(newId(), newAddress());

        Identity linked = store().linkAddress(own.id(), ChannelType.SMS, address);
        assertThat(resolve(address, own.organizationId())).isEqualTo(linked);
        assertThat(resolve(address, foreign.organizationId())).isEqualTo(foreign);

        Identity colleague = store().createIdentity(Identity.builder(newId())
                .organizationId(own.organizationId())
                .build());
        Identity moved = store().moveAddress(colleague.id(), ChannelType.SMS, address);
        assertThat(resolve(address, own.organizationId())).isEqualTo(moved);
        assertThat(resolve(address, foreign.organizationId())).isEqualTo(foreign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void aBlankAddressIsRefused(String address) {
        Identity identity = create(null, newAddress());

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().linkAddress(identity.id(), ChannelType.SMS, address))
                .withMessageContaining("address");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().moveAddress(identity.id(), ChannelType.SMS, address))
                .withMessageContaining("address");

        assertThat(store().getIdentity(identity.id())).contains(identity);
    }

    @Test
    void anAddressMayHave1024CharactersAnd1280Bytes() {
        String unique = newAddress();
        String address = unique + "\u20ac".repeat(128) + "x".repeat(1_024 - 128 - unique.length());
        Identity identity = create(null, newAddress());

        Identity linked = store().linkAddress(identity.id(), ChannelType.SMS, address);

        assertHolds(linked, address);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().linkAddress(identity.id(), ChannelType.SMS, address + "x"))
                .withMessageContaining("address");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().linkAddress(identity.id(), ChannelType.SMS, "\u20ac" + address.substring(1)))
                .withMessageContaining("address");
    }

    @Test
    void anEndpointOfWebPushIsAnAddress() {
        String endpoint = "https://push.example.com/w/?token=" + newId() + "A1%2b".repeat(150);
        Identity identity = store().createIdentity(Samples.identity(newId(), ChannelType.PUSH, endpoint));

        assertThat(secondStore().resolveIdentity(ChannelType.PUSH, endpoint)).contains(identity);
    }

    private static String newAddress() {
        return "+41 " + newId();
    }

    private Identity create(@Nullable String organizationId, String... addresses) {
        return store().createIdentity(Samples.identity(newId(), ChannelType.SMS, addresses).toBuilder()
                .organizationId(organizationId)
                .build());
    }

    private Identity resolve(String address, @Nullable String organizationId) {
        return store().resolveIdentity(ChannelType.SMS, address, organizationId).orElseThrow();
    }

    private void assertHolds(Identity identity, String address) {
        assertThat(resolve(address, identity.organizationId())).isEqualTo(identity);
        assertThat(store().getIdentity(identity.id())).contains(identity);
    }

    @Test
    void participantsLoseADeletedIdentity() {
        Identity deleted = store().createIdentity(Identity.of(newId()));
        Identity kept = store().createIdentity(Identity.of(newId()));
        Participant identified = addParticipant(deleted.id(), IdentificationStatus.IDENTIFIED);
        Participant ambiguous = addParticipant(deleted.id(), IdentificationStatus.AMBIGUOUS);
        Participant other = addParticipant(kept.id(), IdentificationStatus.IDENTIFIED);

        store().deleteIdentity(deleted.id());

        assertThat(participant(identified))
                .isEqualTo(identified.toBuilder()
                        .identityId(null)
                        .identification(IdentificationStatus.UNKNOWN)
                        .build());
        assertThat(participant(ambiguous))
                .isEqualTo(ambiguous.toBuilder().identityId(null).build());
        assertThat(participant(other)).isEqualTo(other);
    }

    private Participant addParticipant(String identityId, IdentificationStatus identification) {
        return store().addParticipant(Samples.participant(newRoom(), newId()).toBuilder()
                .identityId(identityId)
                .identification(identification)
                .resolvedBy("sms")
                .build());
    }

    private Participant participant(Participant participant) {
        return secondStore()
                .getParticipant(participant.roomId(), participant.id())
                .orElseThrow();
    }
}
