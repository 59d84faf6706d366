package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests searches for the room to which an inbound message belongs. The searches use a participant id or a channel id.
 */
public abstract class RoomLookupContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected RoomLookupContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void aParticipantRecordMakesPresentWhateverItsChannel() {
        String participant = newId();
        String id = roomAt(0);
        store().addParticipant(Participant.of(id, participant, "unbound-channel"));

        assertThat(latest(participant, null)).contains(id);
        assertThat(latest(participant, ChannelType.SMS)).contains(id);
        assertThat(store().findLatestRoom(RoomLookup.ofParticipant(participant)
                        .channelType(ChannelType.SMS)
                        .status(RoomStatus.ACTIVE)))
                .contains(room(id));
    }

    @Test
    void aBindingMakesPresent() {
        String participant = newId();
        String id = roomAt(0);
        store().addBinding(Samples.binding(id, "channel", participant));

        assertThat(latest(participant, null)).contains(id);
        assertThat(latest(participant, ChannelType.SMS)).contains(id);
        assertThat(latest(participant, ChannelType.EMAIL)).isEmpty();
    }

    @Test
    void aParticipantRecordCountsForEveryChannelType() {
        String participant = newId();
        String id = roomAt(0);
        store().addBinding(ChannelBinding.of(id, "mail", ChannelType.EMAIL));
        store().addBinding(Samples.binding(id, "sms", "somebody else"));
        store().addParticipant(Participant.of(id, participant, "mail"));

        for (ChannelType type : List.of(ChannelType.EMAIL, ChannelType.SMS, ChannelType.VOICE)) {
            assertThat(latest(participant, type)).as(type.value()).contains(id);
        }
    }

    @Test
    void aChannelTypeNarrowsBindingsOnly() {
        String participant = newId();
        String byRecord = roomAt(1);
        store().addParticipant(Participant.of(byRecord, participant, "unbound-channel"));
        store().addBinding(Samples.binding(roomAt(2), "channel", participant));

        assertThat(latest(participant, ChannelType.EMAIL)).contains(byRecord);
        assertThat(store().findLatestRoom(RoomLookup.ofParticipant(participant)
                        .channelType(ChannelType.EMAIL)
                        .status(RoomStatus.ACTIVE)))
                .contains(room(byRecord));
    }

    @Test
    void theNewestRoomWinsThenTheHighestId() {
        String participant = newId();
        String prefix = newId();
        presentIn(prefix + "b", 5, participant);
        presentIn(prefix + "\uD83D\uDE80", 5, participant);
        presentIn(prefix + "\uFFFD", 5, participant);
        presentIn(prefix + "z", 1, participant);

        assertThat(latest(participant, null)).contains(prefix + "\uD83D\uDE80");
    }

    @Test
    void theNewestRoomWinsWhateverMakesPresent() {
        String participant = newId();
        String older = roomAt(1);
        String newer = roomAt(2);
        store().addBinding(Samples.binding(newer, "channel", participant));
        store().addParticipant(Samples.participant(older, participant));
        assertThat(latest(participant, null)).contains(newer);

        String newest = roomAt(3);
        store().addParticipant(Samples.participant(newest, participant));
        assertThat(latest(participant, null)).contains(newest);
    }

    @Test
    void theLatestRoomIsTheRoomAsItIsNow() {
        String participant = newId();
        String id = roomAt(0);
        store().addParticipant(Samples.participant(id, participant));
        append(id, "hello");

        assertThat(store().findLatestRoom(RoomLookup.ofParticipant(participant)))
                .contains(room(id));
    }

    @Test
    void theLatestRoomFollowsTheStateOfRooms() {
        String participant = newId();
        String older = presentIn(newId(), 1, participant);
        String newer = presentIn(newId(), 2, participant);
        assertThat(latest(participant, RoomStatus.ACTIVE, null)).contains(newer);

        store().updateRoom(
                        newer,
                        room -> room.toBuilder().status(RoomStatus.CLOSED).build());

        assertThat(latest(participant, RoomStatus.ACTIVE, null)).contains(older);
        assertThat(latest(participant, RoomStatus.CLOSED, null)).contains(newer);
        assertThat(latest(participant, RoomStatus.PAUSED, null)).isEmpty();
        assertThat(latest(participant, null)).contains(newer);
    }

    @Test
    void theLatestRoomMayBeAskedForInOneOrganization() {
        String participant = newId();
        String organization = newId();
        String own = store().createRoom(Samples.createdAt(newId(), organization, Samples.NOON))
                .id();
        String foreign = store().createRoom(Samples.createdAt(newId(), newId(), Samples.NOON.plusSeconds(1)))
                .id();
        for (String id : List.of(own, foreign)) {
            store().addBinding(Samples.binding(id, "channel", participant));
        }

        assertThat(latest(participant, null, organization)).contains(own);
        assertThat(latest(participant, null, newId())).isEmpty();
        assertThat(latest(participant, null)).contains(foreign);
    }

    @Test
    void whoLeftIsNotPresent() {
        String participant = newId();
        String id = roomAt(0);
        store().addBinding(Samples.binding(id, "channel", participant));
        store().addParticipant(Samples.participant(id, participant));

        store().removeParticipant(id, participant);
        assertThat(latest(participant, null)).contains(id);
        store().updateBinding(Samples.binding(id, "channel", "another"));
        assertThat(latest(participant, null)).isEmpty();
    }

    @Test
    void roomsOfAChannelComeOldestFirstThenById() {
        String channel = newId();
        String prefix = newId();
        boundIn(prefix + "\uD83D\uDE80", 1, channel);
        boundIn(prefix + "\uFFFD", 1, channel);
        boundIn(prefix + "z", 2, channel);
        boundIn(prefix + "a", 1, channel);
        boundIn(prefix + "y", 0, channel);

        assertThat(store().findRoomIdsByChannel(channel, null, null, 10))
                .containsExactly(prefix + "y", prefix + "a", prefix + "\uFFFD", prefix + "\uD83D\uDE80", prefix + "z");
        assertThat(store().findRoomIdsByChannel(channel, null, null, 2)).containsExactly(prefix + "y", prefix + "a");
        assertThat(store().findRoomIdByChannel(channel)).contains(prefix + "y");
    }

    @Test
    void roomsOfAChannelFollowTheStateOfRooms() {
        String channel = newId();
        String first = boundIn(newId(), 0, channel);
        String second = boundIn(newId(), 1, channel);

        store().updateRoom(room(first).toBuilder().status(RoomStatus.CLOSED).build());

        assertThat(store().findRoomIdByChannel(channel, RoomStatus.ACTIVE)).contains(second);
        assertThat(store().findRoomIdByChannel(channel, RoomStatus.CLOSED)).contains(first);
        assertThat(store().findRoomIdByChannel(channel, RoomStatus.PAUSED)).isEmpty();
        assertThat(store().findRoomIdByChannel(channel)).contains(first);
        assertThat(store().findRoomIdsByChannel(channel, RoomStatus.ACTIVE, null, 10))
                .containsExactly(second);
    }

    @Test
    void roomsOfAChannelMayBeAskedForInOneOrganization() {
        String channel = newId();
        String organization = newId();
        String own = store().createRoom(Samples.roomOf(newId(), organization)).id();
        store().addBinding(Samples.binding(own, channel));
        boundIn(newId(), 0, channel);

        assertThat(store().findRoomIdsByChannel(channel, null, organization, 10))
                .containsExactly(own);
        assertThat(store().findRoomIdsByChannel(channel, null, newId(), 10)).isEmpty();
    }

    @Test
    void aRemovedBindingLeadsToNoRoom() {
        String channel = newId();
        String id = boundIn(newId(), 0, channel);

        store().removeBinding(id, channel);

        assertThat(store().findRoomIdByChannel(channel)).isEmpty();
        assertThat(store().findRoomIdsByChannel(channel, null, null, 10)).isEmpty();
    }

    @Test
    void severalRoomsCanBeToldFromOne() {
        String channel = newId();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(boundIn(newId(), i, channel));
        }

        assertThat(store().findRoomIdsByChannel(channel, null, null, 1000)).isEqualTo(ids);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001})
    void aLimitOutsideItsRangeIsRefused(int limit) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().findRoomIdsByChannel(newId(), null, null, limit))
                .withMessageContaining("limit");
    }

    private String roomAt(int seconds) {
        return createAt(newId(), seconds);
    }

    private String createAt(String id, int seconds) {
        Instant createdAt = Samples.NOON.plusSeconds(seconds);
        return store().createRoom(Room.builder(id).createdAt(createdAt).build()).id();
    }

    private String presentIn(String id, int seconds, String participant) {
        createAt(id, seconds);
        store().addParticipant(Samples.participant(id, participant));
        return id;
    }

    private String boundIn(String id, int seconds, String channel) {
        createAt(id, seconds);
        store().addBinding(Samples.binding(id, channel));
        return id;
    }

    private Optional<String> latest(String participant, @Nullable ChannelType channelType) {
        return store().findLatestRoom(RoomLookup.ofParticipant(participant).channelType(channelType))
                .map(Room::id);
    }

    private Optional<String> latest(String participant, @Nullable RoomStatus status, @Nullable String organization) {
        return store().findLatestRoom(
                        RoomLookup.ofParticipant(participant).status(status).organizationId(organization))
                .map(Room::id);
    }
}
