package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.RoomNotFoundException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests the store that {@code forOrganization} returns. Each operation of this store that reads or changes a record
 * must treat records of other organizations as if they did not exist.
 */
public abstract class OrganizationContract extends StoreContract {

    private final String organization = newId();

    /** Creates the tests for the given store. */
    protected OrganizationContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @TestFactory
    Stream<DynamicTest> whatBelongsToOthersLooksLikeWhatIsMissing() {
        return OrganizationProbes.BY_SIGNATURE.entrySet().stream()
                .map(probe -> DynamicTest.dynamicTest(probe.getKey(), () -> {
                    String missing = outcome(probe.getValue(), newId(), OrganizationProbes.World.missing());
                    for (String owner : new String[] {newId(), null}) {
                        OrganizationProbes.World foreign = OrganizationProbes.World.create(store(), owner);
                        Snapshot before = foreign.snapshot(store());
                        Object everythingBefore = everything();
                        assertThat(outcome(probe.getValue(), newId(), foreign)).isEqualTo(missing);
                        assertThat(foreign.snapshot(store())).isEqualTo(before);
                        assertThat(everything()).isEqualTo(everythingBefore);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatBelongsToTheOrganizationIsReached() {
        return OrganizationProbes.BY_SIGNATURE.entrySet().stream()
                .map(probe -> DynamicTest.dynamicTest(probe.getKey(), () -> {
                    String missing = outcome(probe.getValue(), newId(), OrganizationProbes.World.missing());
                    String owner = newId();
                    OrganizationProbes.World own = OrganizationProbes.World.create(store(), owner);
                    assertThat(outcome(probe.getValue(), owner, own)).isNotEqualTo(missing);
                }));
    }

    private String outcome(OrganizationProbes.Probe probe, String organizationId, OrganizationProbes.World world) {
        try {
            return world.withoutIds(String.valueOf(probe.call(store().forOrganization(organizationId), world)));
        } catch (Throwable thrown) {
            return world.withoutIds(thrown.toString());
        }
    }

    @Test
    void whatItCreatesBelongsToTheOrganization() {
        Room room = view().createRoom(Room.of(newId()));
        Room second = view().getOrCreateRoom(Room.of(newId()));
        Identity identity = view().createIdentity(Samples.identity(newId(), ChannelType.SMS, "an address"));

        assertThat(room.organizationId()).isEqualTo(this.organization);
        assertThat(store().getRoom(room.id())).contains(room);
        assertThat(second.organizationId()).isEqualTo(this.organization);
        assertThat(view().getOrCreateRoom(Room.of(second.id()))).isEqualTo(second);
        assertThat(identity.organizationId()).isEqualTo(this.organization);
        assertThat(store().resolveIdentity(ChannelType.SMS, "an address", this.organization))
                .contains(identity);
        assertThat(view().resolveIdentity(ChannelType.SMS, "an address")).contains(identity);
    }

    @Test
    void aTakenIdIsADuplicateWhoeverHasIt() {
        for (Room taken :
                List.of(store().createRoom(Samples.roomOf(newId(), newId())), store().createRoom(Room.of(newId())))) {
            assertThatExceptionOfType(DuplicateIdException.class)
                    .isThrownBy(() -> view().createRoom(Room.of(taken.id())));
            assertThatExceptionOfType(DuplicateIdException.class)
                    .isThrownBy(() -> view().getOrCreateRoom(Room.of(taken.id())));
            assertThat(store().getRoom(taken.id())).contains(taken);
        }
        Identity taken = store().createIdentity(Identity.of(newId()));
        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> view().createIdentity(Identity.of(taken.id())));
    }

    @Test
    void aRecordOfAnotherOrganizationIsRefused() {
        String id = view().createRoom(Room.of(newId())).id();
        String identityId = view().createIdentity(Identity.of(newId())).id();
        Room foreign = Samples.roomOf(newId(), newId());
        Identity foreigner = Identity.builder(newId()).organizationId(newId()).build();

        for (Runnable call : List.<Runnable>of(
                () -> view().createRoom(foreign),
                () -> view().getOrCreateRoom(foreign),
                () -> view().createIdentity(foreigner),
                () -> view().updateRoom(foreign.toBuilder().id(id).build()),
                () -> view().updateRoom(
                                id,
                                room -> room.toBuilder().organizationId(newId()).build()),
                () -> view().updateIdentity(foreigner.toBuilder().id(identityId).build()))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(call::run)
                    .withMessageContaining("organizationId");
        }
        assertThat(store().roomExists(foreign.id())).isFalse();
        assertThat(store().getIdentity(foreigner.id())).isEmpty();
        assertThat(room(id).organizationId()).isEqualTo(this.organization);
    }

    @Test
    void anUpdateCannotTakeTheRoomOutOfTheOrganization() {
        String id = view().createRoom(Room.of(newId())).id();

        assertThat(view().updateRoom(Room.of(id)).organizationId()).isEqualTo(this.organization);
        assertThat(view().updateRoom(
                                id,
                                room -> room.toBuilder()
                                        .organizationId(null)
                                        .status(RoomStatus.PAUSED)
                                        .build())
                        .organizationId())
                .isEqualTo(this.organization);
        assertThat(room(id).status()).isEqualTo(RoomStatus.PAUSED);
    }

    @Test
    void aFunctionNeverSeesTheRoomOfAnother() {
        Room foreign = store().createRoom(Samples.roomOf(newId(), newId()));

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> view().updateRoom(foreign.id(), room -> {
                    throw new AssertionError("called");
                }));
        assertThat(store().getRoom(foreign.id())).contains(foreign);
    }

    @Test
    void aRoomThatMovesAwayIsNotSeenAnyMore() {
        String id = view().createRoom(Room.of(newId())).id();
        assertThat(view().roomExists(id)).isTrue();

        store().updateRoom(id, room -> room.toBuilder().organizationId(newId()).build());

        assertThat(view().roomExists(id)).isFalse();
        assertThat(view().getRoom(id)).isEmpty();
    }

    @Test
    void onlyRoomsOfTheOrganizationAreListed() {
        String marker = newId();
        Room own = view().createRoom(
                        Room.builder(newId()).metadata(Map.of("marker", marker)).build());
        Room foreign = store().createRoom(Room.builder(newId())
                .organizationId(newId())
                .metadata(Map.of("marker", marker))
                .build());
        RoomQuery query = RoomQuery.builder().metadata(Map.of("marker", marker)).build();

        assertThat(view().listRooms()).containsExactly(own);
        assertThat(view().listRooms(1, 10)).isEmpty();
        assertThat(view().findRooms(query)).containsExactly(own);
        assertThat(view().findRooms(query.toBuilder()
                        .organizationId(foreign.organizationId())
                        .build()))
                .isEmpty();
        assertThat(store().findRooms(query)).containsExactlyInAnyOrder(own, foreign);
    }

    @Test
    void askingForAnotherOrganizationFindsNothing() {
        String other = newId();
        OrganizationProbes.World foreign = OrganizationProbes.World.create(store(), other);

        assertThat(view().findLatestRoom(RoomLookup.ofParticipant(foreign.participantId())
                        .organizationId(other)))
                .isEmpty();
        assertThat(view().findRoomIdsByChannel(foreign.channelId(), null, other, 10))
                .isEmpty();
        assertThat(view().findEvent(foreign.eventId(), other)).isEmpty();
        assertThat(view().findTask(foreign.taskId(), other)).isEmpty();
        assertThat(view().resolveIdentity(ChannelType.SMS, foreign.address(), other))
                .isEmpty();
    }

    @Test
    void anIdentityOfAnotherFindsNoRooms() {
        String other = newId();
        String into = createIdentity(other);
        String from = createIdentity(other);
        String room = view().createRoom(Room.of(newId())).id();
        store().addParticipant(Participant.builder(room, newId(), "sms")
                .identityId(from)
                .build());

        String merge = store().mergeIdentities(into, from, null).id();
        assertFindNoRooms(into, from);
        store().undoMerge(merge);
        assertFindNoRooms(into, from);
        assertThat(store().listRooms(RoomLookup.ofIdentity(from))).map(Room::id).containsExactly(room);
    }

    private String createIdentity(String organizationId) {
        return store().createIdentity(
                        Identity.builder(newId()).organizationId(organizationId).build())
                .id();
    }

    private void assertFindNoRooms(String... identityIds) {
        assertThat(identityIds).allSatisfy(identityId -> {
            RoomLookup lookup = RoomLookup.ofIdentity(identityId);
            InboxQuery query = InboxQuery.ofIdentity(identityId).readBy("sms");
            assertThat(view().listRooms(lookup)).isEmpty();
            assertThat(view().findLatestRoom(lookup)).isEmpty();
            assertThat(view().listInbox(query)).isEqualTo(InboxPage.EMPTY);
            assertThat(view().getInboxTotals(query)).isEqualTo(InboxTotals.NONE);
        });
    }

    @Test
    void addressesAreThoseOfTheOrganization() {
        String address = newId();
        Identity unscoped = store().createIdentity(Samples.identity(newId(), ChannelType.SMS, address));
        Identity own = view().createIdentity(Identity.of(newId()));

        assertThat(view().resolveIdentity(ChannelType.SMS, address)).isEmpty();
        Identity linked = view().moveAddress(own.id(), ChannelType.SMS, address);

        assertThat(view().resolveIdentity(ChannelType.SMS, address)).contains(linked);
        assertThat(store().resolveIdentity(ChannelType.SMS, address)).contains(unscoped);
    }

    @Test
    void unreadCountsOfOthersAreZero() {
        OrganizationProbes.World own = OrganizationProbes.World.create(store(), this.organization);
        OrganizationProbes.World foreign = OrganizationProbes.World.create(store(), newId());

        List<String> rooms = List.of(own.roomId(), foreign.roomId(), "absent");
        String channel = "another channel";
        Map<String, Long> counts = Map.of(own.roomId(), 1L, foreign.roomId(), 0L, "absent", 0L);
        assertThat(view().getUnreadCounts(rooms, channel)).isEqualTo(counts);
        assertThat(view().getUnreadCounts(rooms, channel, this.organization)).isEqualTo(counts);
        assertThat(store().getUnreadCounts(rooms, channel, this.organization)).isEqualTo(counts);
        assertThat(view().getUnreadCounts(rooms, channel, newId()).values()).containsOnly(0L);
        assertThat(store().getUnreadCounts(rooms, channel)).containsEntry(foreign.roomId(), 1L);
    }

    @Test
    void anotherOrganizationIsNotReachedThroughIt() {
        assertThat(view().forOrganization(this.organization).listRooms()).isEmpty();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> view().forOrganization(newId()))
                .withMessageContaining("organizationId");
    }

    @Test
    void closingItDoesNothing() {
        ConversationStore view = view();

        view.close();

        assertThat(view.createRoom(Room.of(newId())).organizationId()).isEqualTo(this.organization);
        assertThat(append(newRoom(), "still open").index()).isZero();
    }

    private ConversationStore view() {
        return store().forOrganization(this.organization);
    }
}
