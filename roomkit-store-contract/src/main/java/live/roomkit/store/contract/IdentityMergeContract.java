package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.identity.MergeRefusal;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests merging identities and undoing merges. */
public abstract class IdentityMergeContract extends StoreContract {

    private final String organization = newId();

    /** Creates the tests for the given store. */
    protected IdentityMergeContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void theAddressesOfBothLeadToOne() {
        Identity into = create();
        Identity from = create();

        IdentityMerge merge = store().mergeIdentities(into.id(), from.id(), "same number");

        assertThat(merge.intoId()).isEqualTo(into.id());
        assertThat(merge.fromId()).isEqualTo(from.id());
        assertThat(merge.reason()).isEqualTo("same number");
        assertThat(resolve(from)).contains(into);
        assertThat(resolve(into)).contains(into);
        assertThat(secondStore().getIdentity(into.id())).contains(into);
        assertThat(secondStore().getIdentity(from.id()))
                .contains(from.toBuilder().merge(merge).build());
    }

    @Test
    void undoingRestoresBothRecords() {
        Identity into = create();
        Identity from = create();
        IdentityMerge merge = store().mergeIdentities(into.id(), from.id(), null);

        assertThat(secondStore().undoMerge(merge.id())).isTrue();
        assertThat(store().undoMerge(merge.id())).isFalse();

        assertThat(store().getIdentity(into.id())).contains(into);
        assertThat(store().getIdentity(from.id())).contains(from);
        assertThat(resolve(from)).contains(from);
        assertThat(store().mergeIdentities(from.id(), into.id(), null).id()).isNotEqualTo(merge.id());
        assertThat(resolve(into)).contains(from);
    }

    @Test
    void theRoomsOfBothAreThoseOfOne() {
        Identity into = create();
        Identity from = create();
        Identity third = create();
        String older = roomOf(into, 1);
        String newer = roomOf(from, 2);
        String newest = roomOf(third, 3);
        assertThat(rooms(into)).containsExactly(older);

        IdentityMerge merge = store().mergeIdentities(into.id(), from.id(), null);
        assertThat(rooms(into)).containsExactly(newer, older);
        assertThat(rooms(from)).containsExactly(newer, older);
        store().mergeIdentities(into.id(), third.id(), null);
        for (Identity identity : List.of(into, from, third)) {
            assertThat(rooms(identity)).containsExactly(newest, newer, older);
            assertThat(store().findLatestRoom(RoomLookup.ofIdentity(identity.id())))
                    .map(Room::id)
                    .contains(newest);
            assertThat(store().forOrganization(this.organization).listRooms(RoomLookup.ofIdentity(identity.id())))
                    .hasSize(3);
        }
        store().undoMerge(merge.id());
        assertThat(rooms(from)).containsExactly(newer);
        assertThat(rooms(into)).containsExactly(newest, older);
    }

    @Test
    void theRoomsOfManyAreThoseOfOne() {
        Identity into = create();
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Identity from = create();
            store().mergeIdentities(into.id(), from.id(), null);
            rooms.add(0, roomOf(from, i));
        }
        RoomLookup lookup = RoomLookup.ofIdentity(into.id()).limit(12);
        for (RoomLookup same : List.of(
                lookup,
                lookup.status(RoomStatus.ACTIVE),
                lookup.organizationId(this.organization),
                lookup.status(RoomStatus.ACTIVE).organizationId(this.organization))) {
            List<Room> page = store().listRooms(same);

            assertThat(page).map(Room::id).isEqualTo(rooms.subList(0, 12));
            assertThat(store().listRooms(same.after(page.get(11).cursor())))
                    .map(Room::id)
                    .isEqualTo(rooms.subList(12, 20));
        }
        assertThat(store().listRooms(lookup.status(RoomStatus.CLOSED))).isEmpty();
        assertThat(store().listRooms(lookup.organizationId(newId()))).isEmpty();
    }

    @Test
    void oneOfBothIsListed() {
        Identity into =
                store().updateIdentity(create().toBuilder().displayName("Into").build());
        Identity from = store().updateIdentity(create().toBuilder()
                .displayName("From")
                .email("from@example.org")
                .build());
        IdentityMerge merge = store().mergeIdentities(into.id(), from.id(), null);
        IdentityQuery query =
                IdentityQuery.builder().organizationId(this.organization).build();

        assertThat(store().listIdentities(query)).containsExactly(into);
        assertThat(store().listIdentities(query.toBuilder().namePrefix("from").build()))
                .isEmpty();
        assertThat(store().listIdentities(
                                query.toBuilder().email("from@example.org").build()))
                .containsExactly(into);
        assertThat(store().listIdentities(
                                query.toBuilder().mergedInto(into.id()).build()))
                .containsExactly(from.toBuilder().merge(merge).build());
        assertThat(store().listIdentities(
                                query.toBuilder().mergedInto(from.id()).build()))
                .isEmpty();
    }

    @Test
    void whatCannotBeMergedIsRefusedByType() {
        Identity into = create();
        Identity from = create();
        Identity third = create();
        Identity foreign = store().createIdentity(Identity.of(newId()));
        store().mergeIdentities(into.id(), from.id(), null);

        assertRefused(MergeRefusal.ITSELF, into.id(), into.id());
        assertRefused(MergeRefusal.ANOTHER_ORGANIZATION, into.id(), foreign.id());
        assertRefused(MergeRefusal.ALREADY_MERGED, into.id(), from.id());
        assertRefused(MergeRefusal.ALREADY_MERGED, third.id(), from.id());
        assertRefused(MergeRefusal.INTO_MERGED, from.id(), third.id());
        assertRefused(MergeRefusal.HAS_MERGED, third.id(), into.id());
        assertThatExceptionOfType(IdentityNotFoundException.class)
                .isThrownBy(() -> store().mergeIdentities(newId(), third.id(), null));
        assertThatExceptionOfType(IdentityNotFoundException.class)
                .isThrownBy(() -> store().mergeIdentities(third.id(), newId(), null));
        assertThat(store().getIdentity(third.id())).contains(third);
        assertThat(store().getIdentity(foreign.id())).contains(foreign);
    }

    @Test
    void aMergedIdentityTakesNoAddresses() {
        Identity into = create();
        Identity from = create();
        store().mergeIdentities(into.id(), from.id(), null);
        String address = newId();

        for (Runnable call : List.<Runnable>of(
                () -> store().linkAddress(from.id(), ChannelType.SMS, address),
                () -> store().moveAddress(from.id(), ChannelType.SMS, addressOf(into)))) {
            assertThatExceptionOfType(IdentityMergeException.class)
                    .isThrownBy(call::run)
                    .satisfies(refused -> assertThat(refused.getRefusal()).isEqualTo(MergeRefusal.MERGED))
                    .withMessageContaining(from.id());
        }
        assertThat(resolve(into)).contains(into);
        Identity moved = store().moveAddress(into.id(), ChannelType.SMS, addressOf(from));
        assertThat(moved.channelAddresses().get(ChannelType.SMS)).containsExactly(addressOf(into), addressOf(from));
    }

    @Test
    void aProfileChangesWhateverIsMerged() {
        Identity into = create();
        Identity from = create();
        IdentityMerge merge = store().mergeIdentities(into.id(), from.id(), null);

        Identity changed =
                store().updateIdentity(from.toBuilder().displayName("changed").build());
        Identity again = store().updateIdentity(
                        from.id(), identity -> identity.toBuilder().merge(null).build());

        assertThat(changed.merge()).isEqualTo(merge);
        assertThat(again).isEqualTo(changed);
        store().undoMerge(merge.id());
        assertThat(store().getIdentity(from.id()))
                .contains(changed.toBuilder().merge(null).build());
        assertThat(store().createIdentity(again.toBuilder()
                        .id(newId())
                        .channelAddresses(Map.of())
                        .build()))
                .extracting(Identity::merge)
                .isNull();
    }

    @Test
    void deletingEndsTheMerge() {
        Identity into = create();
        Identity from = create();
        Identity third = create();
        IdentityMerge merge = store().mergeIdentities(into.id(), from.id(), null);
        IdentityMerge second = store().mergeIdentities(into.id(), third.id(), null);

        store().deleteIdentity(third.id());
        assertThat(store().undoMerge(second.id())).isFalse();
        assertThat(resolve(from)).contains(into);
        store().deleteIdentity(into.id());

        assertThat(store().getIdentity(from.id())).contains(from);
        assertThat(resolve(from)).contains(from);
        assertThat(store().undoMerge(merge.id())).isFalse();
    }

    @Test
    void anotherOrganizationMergesAndUndoesNothing() {
        Identity into = create();
        Identity from = create();
        IdentityMerge merge = store().mergeIdentities(into.id(), from.id(), null);

        assertThat(store().undoMerge(merge.id(), newId())).isFalse();
        assertThat(store().forOrganization(newId()).undoMerge(merge.id())).isFalse();
        assertThatExceptionOfType(IdentityNotFoundException.class)
                .isThrownBy(() -> store().forOrganization(newId()).mergeIdentities(into.id(), from.id(), null));
        assertThat(store().forOrganization(this.organization).undoMerge(merge.id(), newId()))
                .isFalse();
        assertThat(store().forOrganization(this.organization).undoMerge(merge.id()))
                .isTrue();
    }

    private void assertRefused(MergeRefusal refusal, String intoId, String fromId) {
        assertThatExceptionOfType(IdentityMergeException.class)
                .isThrownBy(() -> store().mergeIdentities(intoId, fromId, null))
                .withMessageContaining(fromId)
                .satisfies(refused -> assertThat(refused.getRefusal()).isEqualTo(refusal));
    }

    private Identity create() {
        return store().createIdentity(Samples.identity(newId(), ChannelType.SMS, newId()).toBuilder()
                .organizationId(this.organization)
                .build());
    }

    private static String addressOf(Identity identity) {
        @Nullable List<String> addresses = identity.channelAddresses().get(ChannelType.SMS);
        return (addresses != null) ? addresses.get(0) : "";
    }

    private Optional<Identity> resolve(Identity identity) {
        return secondStore().resolveIdentity(ChannelType.SMS, addressOf(identity), this.organization);
    }

    private String roomOf(Identity identity, int seconds) {
        String id = store().createRoom(Samples.createdAt(newId(), this.organization, Samples.NOON.plusSeconds(seconds)))
                .id();
        store().addParticipant(Participant.builder(id, newId(), "sms-main")
                .identityId(identity.id())
                .build());
        return id;
    }

    private List<String> rooms(Identity identity) {
        return secondStore().listRooms(RoomLookup.ofIdentity(identity.id())).stream()
                .map(Room::id)
                .toList();
    }
}
