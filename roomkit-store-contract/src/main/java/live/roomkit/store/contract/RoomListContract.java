package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.channel.ChannelType;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests searches for the rooms of a participant, an identity or a channel. */
public abstract class RoomListContract extends StoreContract {

    private final String person = newId();

    private final String channel = newId();

    private final String organization = newId();

    /** Creates the tests for the given store. */
    protected RoomListContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void roomsComeNewestFirstThenByIdPageByPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(0, room(i / 2, this.organization));
        }
        ids.sort((left, right) -> byAge(right, left));

        for (RoomLookup lookup : lookups()) {
            for (RoomLookup narrowed :
                    List.of(lookup, lookup.organizationId(this.organization), lookup.status(RoomStatus.ACTIVE))) {
                assertThat(ids(narrowed)).as(narrowed.toString()).isEqualTo(ids);
                assertThat(pages(narrowed, 1)).as(narrowed.toString()).isEqualTo(ids);
                assertThat(pages(narrowed, 3)).as(narrowed.toString()).isEqualTo(ids);
                assertThat(store().findLatestRoom(narrowed)).map(Room::id).contains(ids.get(0));
            }
        }
    }

    @Test
    void aRoomIsListedOnceHoweverOftenItsPersonIsThere() {
        String id = room(0, this.organization);
        store().addBinding(Samples.binding(id, newId(), this.person));
        store().addParticipant(Participant.builder(id, newId(), "web")
                .identityId(this.person)
                .build());

        for (RoomLookup lookup : lookups()) {
            assertThat(ids(lookup)).containsExactly(id);
            assertThat(ids(lookup.status(RoomStatus.ACTIVE))).containsExactly(id);
        }
    }

    @Test
    void noRoomIsLostWhereAPersonIsSeveralTimes() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            String id = store().createRoom(Samples.createdAt(newId(), this.organization, Samples.NOON.plusSeconds(i)))
                    .id();
            ids.add(0, id);
            for (int binding = 0; binding < 3; binding++) {
                store().addBinding(Samples.binding(id, "channel-" + binding, this.person));
                store().addParticipant(Participant.builder(id, "person-" + binding, "sms-main")
                        .identityId(this.person)
                        .build());
            }
            if (i % 2 == 0) {
                store().addParticipant(Samples.participant(id, this.person));
            }
        }
        String oldest = ids.get(89);
        store().updateRoom(
                        oldest,
                        room -> room.toBuilder().status(RoomStatus.PAUSED).build());

        for (RoomLookup lookup : List.of(RoomLookup.ofParticipant(this.person), RoomLookup.ofIdentity(this.person))) {
            for (RoomLookup all : List.of(lookup, lookup.organizationId(this.organization))) {
                assertThat(ids(all.limit(4))).as(all.toString()).isEqualTo(ids.subList(0, 4));
                assertThat(pages(all, 2)).as(all.toString()).isEqualTo(ids);
                assertThat(pages(all, 50)).as(all.toString()).isEqualTo(ids);
                assertThat(ids(all.status(RoomStatus.PAUSED).limit(1)))
                        .as(all.toString())
                        .containsExactly(oldest);
            }
        }
    }

    @Test
    void theListFollowsStateAndOrganization() {
        String first = room(1, this.organization);
        String second = room(2, this.organization);
        String elsewhere = room(3, newId());
        String nowhere = room(4, null);
        store().updateRoom(
                        first,
                        room -> room.toBuilder().status(RoomStatus.CLOSED).build());

        for (RoomLookup lookup : lookups()) {
            assertThat(ids(lookup)).containsExactly(nowhere, elsewhere, second, first);
            assertThat(ids(lookup.organizationId(this.organization))).containsExactly(second, first);
            assertThat(ids(lookup.status(RoomStatus.CLOSED))).containsExactly(first);
            assertThat(ids(lookup.status(RoomStatus.ACTIVE))).containsExactly(nowhere, elsewhere, second);
            assertThat(ids(lookup.status(RoomStatus.ACTIVE).organizationId(this.organization)))
                    .containsExactly(second);
            assertThat(ids(lookup.status(RoomStatus.PAUSED))).isEmpty();
            assertThat(store().forOrganization(this.organization).listRooms(lookup))
                    .extracting(Room::id)
                    .containsExactly(second, first);
            assertThat(store().forOrganization(this.organization).listRooms(lookup.organizationId(newId())))
                    .isEmpty();
        }
    }

    @Test
    void fewOfVeryManyRoomsAreFound() {
        List<String> paused = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            String id = room(i, this.organization);
            if (i % 100 == 2) {
                store().updateRoom(
                                id,
                                room -> room.toBuilder()
                                        .status(RoomStatus.PAUSED)
                                        .build());
                paused.add(0, id);
            }
        }

        for (RoomLookup lookup : lookups()) {
            RoomLookup few = lookup.status(RoomStatus.PAUSED).limit(2);
            assertThat(ids(few)).isEqualTo(paused.subList(0, 2));
            assertThat(ids(few.organizationId(this.organization))).isEqualTo(paused.subList(0, 2));
            assertThat(pages(few.organizationId(this.organization), 2)).isEqualTo(paused);
            assertThat(pages(lookup.organizationId(this.organization), 50)).hasSize(240);
            assertThat(ids(lookup.status(RoomStatus.ARCHIVED).organizationId(this.organization)))
                    .isEmpty();
        }
    }

    @Test
    void whoIsNowhereHasNoRooms() {
        for (RoomLookup lookup : List.of(
                RoomLookup.ofParticipant(newId()), RoomLookup.ofIdentity(newId()), RoomLookup.ofChannel(newId()))) {
            assertThat(store().listRooms(lookup)).isEmpty();
            assertThat(store().listRooms(lookup.status(RoomStatus.ACTIVE).organizationId(newId())))
                    .isEmpty();
            assertThat(store().findLatestRoom(lookup)).isEmpty();
        }
    }

    @Test
    void aChannelTypeNarrowsBindingsOnly() {
        String bound = store().createRoom(Samples.createdAt(newId(), this.organization, Samples.NOON))
                .id();
        store().addBinding(Samples.binding(bound, "channel", this.person));
        String recorded = store().createRoom(
                        Samples.createdAt(newId(), this.organization, Samples.NOON.minusSeconds(1)))
                .id();
        store().addParticipant(Samples.participant(recorded, this.person));
        RoomLookup lookup = RoomLookup.ofParticipant(this.person);

        for (RoomLookup narrowed : List.of(lookup, lookup.organizationId(this.organization))) {
            assertThat(ids(narrowed.channelType(ChannelType.SMS))).containsExactly(bound, recorded);
            assertThat(ids(narrowed.channelType(ChannelType.EMAIL))).containsExactly(recorded);
        }
    }

    @Test
    void aListGives50RoomsUnlessItSaysOtherwise() {
        for (int i = 0; i < 51; i++) {
            room(i, null);
        }

        assertThat(lookups()).allSatisfy(lookup -> {
            assertThat(ids(lookup)).hasSize(50);
            assertThat(ids(lookup.limit(1_000))).hasSize(51);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001})
    void aLimitOutsideItsRangeIsRefused(int limit) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RoomLookup.ofIdentity(newId()).limit(limit))
                .withMessageContaining("limit");
    }

    @Test
    void aChannelTypeOfAnIdentityIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RoomLookup.ofIdentity(newId()).channelType(ChannelType.SMS))
                .withMessageContaining("channelType");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new RoomLookup("a", "b", null, null, null, null, null, 1))
                .withMessageContaining("identityId");
    }

    private List<RoomLookup> lookups() {
        return List.of(
                RoomLookup.ofParticipant(this.person),
                RoomLookup.ofIdentity(this.person),
                RoomLookup.ofChannel(this.channel));
    }

    /**
     * Creates a room to which {@link #channel} is bound. The room contains a participant whose id and identity id are
     * both {@link #person}.
     *
     * @param seconds the number of seconds from {@link Samples#NOON} to the creation time of the room
     */
    private String room(int seconds, @Nullable String organizationId) {
        String id = store().createRoom(Room.builder(newId())
                        .organizationId(organizationId)
                        .createdAt(Samples.NOON.plusSeconds(seconds))
                        .build())
                .id();
        store().addBinding(Samples.binding(id, this.channel));
        store().addParticipant(Participant.builder(id, this.person, "sms-main")
                .identityId(this.person)
                .build());
        return id;
    }

    private int byAge(String left, String right) {
        int byTime = room(left).createdAt().compareTo(room(right).createdAt());
        return (byTime != 0) ? byTime : left.compareTo(right);
    }

    private List<String> ids(RoomLookup lookup) {
        return secondStore().listRooms(lookup).stream().map(Room::id).toList();
    }

    private List<String> pages(RoomLookup lookup, int limit) {
        List<String> ids = new ArrayList<>();
        List<Room> page = store().listRooms(lookup.limit(limit));
        while (!page.isEmpty()) {
            page.forEach(room -> ids.add(room.id()));
            page = store().listRooms(
                            lookup.limit(limit).after(page.get(page.size() - 1).cursor()));
        }
        return ids;
    }
}
