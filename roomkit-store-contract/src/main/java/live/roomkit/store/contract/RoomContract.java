package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.participant.Participant;
import live.roomkit.room.AgentResponsePolicy;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomStatus;
import live.roomkit.room.RoomTimers;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests creating, reading and deleting rooms. Also tests reading a {@link RoomContext}, and changing the
 * {@link Room#deliveredIndex() deliveredIndex} of a room.
 */
public abstract class RoomContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected RoomContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void aRoomNeedsNothingButAnId() {
        String id = newId();

        Room created = store().createRoom(Room.of(id));

        assertThat(created.status()).isEqualTo(RoomStatus.ACTIVE);
        assertThat(created.agentResponsePolicy()).isEqualTo(AgentResponsePolicy.AGENT_CHAIN);
        assertThat(created.timers()).isEqualTo(RoomTimers.NONE);
        assertThat(created.metadata()).isEmpty();
        assertThat(created.organizationId()).isNull();
        assertThat(created.eventCount()).isZero();
        assertThat(created.latestIndex()).isEqualTo(-1);
        assertThat(created.deliveredIndex()).isEqualTo(-1);
        assertThat(secondStore().getRoom(id)).contains(created);
    }

    @Test
    void aTakenIdIsRefusedAndTheFirstRoomStays() {
        Room first = store().createRoom(Samples.roomOf(newId(), newId()));

        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> secondStore().createRoom(Room.of(first.id())))
                .withMessageContaining(first.id());

        assertThat(room(first.id())).isEqualTo(first);
    }

    @Test
    void creationIgnoresGivenCountersButKeepsTheLastActivity() {
        Room given = Room.builder(newId())
                .eventCount(7)
                .latestIndex(9L)
                .deliveredIndex(3L)
                .timers(new RoomTimers(60L, 3600L, Samples.NOON))
                .build();

        Room created = store().createRoom(given);

        assertThat(created)
                .isEqualTo(given.toBuilder()
                        .eventCount(0)
                        .latestIndex(-1L)
                        .deliveredIndex(-1L)
                        .build());
        assertThat(room(given.id())).isEqualTo(created);
        assertThat(append(given.id(), "first").index()).isZero();
    }

    @Test
    void anAbsentRoomReadsAsNothing() {
        String id = newId();

        assertThat(store().getRoom(id)).isEmpty();
        assertThat(store().roomExists(id)).isFalse();
        assertThat(store().deleteRoom(id)).isFalse();
        assertThat(store().getDeliveredIndex(id)).isEqualTo(-1);
        assertThat(store().loadRoomContext(id)).isEmpty();
    }

    @Test
    void aRoomExistsFromItsCreationToItsDeletion() {
        String id = newRoom();

        assertThat(secondStore().roomExists(id)).isTrue();
        assertThat(secondStore().deleteRoom(id)).isTrue();
        assertThat(store().roomExists(id)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's \"quoted\" %_\\ {json} $1 ?",
                " blanks around ",
                "line\nbreak\ttab\u0001",
                "\uD83D\uDE80 \u202Ertl \u200F \uFFFF \u2028",
                "literal \\u0000"
            })
    void idsAreTakenLiterally(String tail) {
        String id = newId() + tail;

        Room created = store().createRoom(Room.of(id));

        assertThat(created.id()).isEqualTo(id);
        assertThat(secondStore().getRoom(id)).contains(created);
        assertThat(append(id, "hello").roomId()).isEqualTo(id);
    }

    @Test
    void idsDifferByCaseAndBlanks() {
        String id = newId() + "a";
        store().createRoom(Room.of(id));

        assertThat(store().roomExists(newIdLike(id, "A"))).isFalse();
        assertThat(store().roomExists(id + " ")).isFalse();
        assertThat(store().roomExists(" " + id)).isFalse();
    }

    private static String newIdLike(String id, String end) {
        return id.substring(0, id.length() - 1) + end;
    }

    @Test
    void anIdMayHave255CharactersAnd1000Bytes() {
        String id = newId() + "\u20AC".repeat(255 - 36);

        store().createRoom(Room.of(id));

        assertThat(append(id, "hello").index()).isZero();
        assertThat(room(id).eventCount()).isOne();
    }

    @Test
    void getOrCreateRoomCreatesOnce() {
        String id = newId();

        Room created = store().getOrCreateRoom(
                        Room.builder(id).metadata(Map.of("creator", 1)).build());
        Room found = secondStore()
                .getOrCreateRoom(Room.builder(id).metadata(Map.of("creator", 2)).build());

        assertThat(created.metadata()).containsEntry("creator", 1);
        assertThat(found).isEqualTo(created).isEqualTo(room(id));
    }

    @Test
    void deletingARoomTakesAllThatIsInItAlong() {
        String id = newRoom();
        String eventId = fill(id);

        assertThat(store().deleteRoom(id)).isTrue();

        assertThat(store().deleteRoom(id)).isFalse();
        assertEmpty(id, eventId);
        assertThat(store().findEvent(eventId)).isEmpty();
        assertThat(store().findTask("task-" + id)).isEmpty();
        assertThat(store().findLatestRoom(RoomLookup.ofParticipant("participant-" + id)))
                .isEmpty();
        assertThat(store().findRoomIdByChannel("channel-" + id)).isEmpty();
    }

    @Test
    void deletingALargeRoomTakesAllThatIsInItAlong() {
        String id = newRoom();
        String eventId = fill(id);
        appendMany(id, 3_000);

        assertThat(store().deleteRoom(id)).isTrue();

        assertThat(store().deleteRoom(id)).isFalse();
        assertEmpty(id, eventId);
    }

    @Test
    void aDeletedRoomThatIsCreatedAgainStartsAtZero() {
        String id = newRoom();
        String eventId = fill(id);
        store().advanceDeliveredIndex(id, 0);
        store().deleteRoom(id);

        Room again = store().createRoom(Room.of(id));

        assertThat(again.eventCount()).isZero();
        assertThat(again.latestIndex()).isEqualTo(-1);
        assertThat(again.deliveredIndex()).isEqualTo(-1);
        assertThat(again.timers().lastActivityAt()).isNull();
        assertEmpty(id, eventId);
        assertThat(append(id, "first again").index()).isZero();
        assertThat(store().getUnreadCount(id, "channel-" + id)).isOne();
    }

    private String fill(String id) {
        store().addBinding(Samples.binding(id, "channel-" + id, "participant-" + id));
        store().addParticipant(Samples.participant(id, "participant-" + id));
        store().addTask(Task.of(id, "task-" + id));
        store().addObservation(Observation.of(id, "observation"));
        String eventId = store().appendEvent(id, Samples.keyed(id, "hello", "key"))
                .event()
                .id();
        store().markAllRead(id, "channel-" + id);
        return eventId;
    }

    private void assertEmpty(String id, String eventId) {
        assertThat(store().getEvent(id, eventId)).isEmpty();
        assertThat(store().checkIdempotency(id, "key")).isFalse();
        assertThat(store().getEventCount(id)).isZero();
        assertThat(store().listBindings(id)).isEmpty();
        assertThat(store().listParticipants(id)).isEmpty();
        assertThat(store().listTasks(id)).isEmpty();
        assertThat(store().listObservations(id)).isEmpty();
        assertThat(store().listReadMarkers(id)).isEmpty();
    }

    @Test
    void theContextOfARoomIsWhatIsReadPieceByPiece() {
        String id = newRoom();
        for (int i = 3; i > 0; i--) {
            store().addBinding(ChannelBinding.builder(id, "channel-" + i, ChannelType.EMAIL)
                    .attachedAt(Samples.NOON.plusSeconds(i))
                    .build());
            store().addParticipant(Participant.builder(id, "participant-" + i, "channel-" + i)
                    .joinedAt(Samples.NOON.plusSeconds(i))
                    .build());
        }
        append(id, "hello");

        RoomContext context = store().loadRoomContext(id).orElseThrow();

        assertThat(context.room()).isEqualTo(room(id));
        assertThat(context.room().eventCount()).isOne();
        assertThat(context.bindings())
                .isEqualTo(store().listBindings(id))
                .extracting(ChannelBinding::channelId)
                .containsExactly("channel-1", "channel-2", "channel-3");
        assertThat(context.participants())
                .isEqualTo(store().listParticipants(id))
                .extracting(Participant::id)
                .containsExactly("participant-1", "participant-2", "participant-3");
    }

    @Test
    void theContextOfAnEmptyRoomIsTheRoomAlone() {
        String id = newRoom();

        assertThat(store().loadRoomContext(id)).contains(new RoomContext(room(id), List.of(), List.of()));
    }

    @Test
    void theDeliveredIndexMovesFromTheIndexBeforeItOnly() {
        String id = newRoom();
        appendMany(id, 4);

        assertThat(store().advanceDeliveredIndex(id, 1)).isFalse();
        assertThat(store().advanceDeliveredIndex(id, 0)).isTrue();
        assertThat(secondStore().advanceDeliveredIndex(id, 0)).isFalse();
        assertThat(secondStore().advanceDeliveredIndex(id, 1)).isTrue();
        assertThat(store().advanceDeliveredIndex(id, 3)).isFalse();

        assertThat(store().getDeliveredIndex(id)).isOne();
        assertThat(room(id).deliveredIndex()).isOne();
    }

    @Test
    void theDeliveredIndexIsForcedFromAnyLowerValueOnly() {
        String id = newRoom();
        long far = (1L << 40) + 1;

        assertThat(store().getDeliveredIndex(id)).isEqualTo(-1);
        assertThat(store().advanceDeliveredIndex(id, far, GapPolicy.SKIP)).isTrue();
        assertThat(store().advanceDeliveredIndex(id, far, GapPolicy.SKIP)).isFalse();
        assertThat(store().advanceDeliveredIndex(id, 5, GapPolicy.SKIP)).isFalse();
        assertThat(store().advanceDeliveredIndex(id, far + 1)).isTrue();

        assertThat(secondStore().getDeliveredIndex(id)).isEqualTo(far + 1);
    }

    @Test
    void theDeliveredIndexOfAnAbsentRoomCannotMove() {
        String id = newId();

        assertThatExceptionOfType(RoomNotFoundException.class).isThrownBy(() -> store().advanceDeliveredIndex(id, 0));
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().advanceDeliveredIndex(id, 0, GapPolicy.SKIP));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().advanceDeliveredIndex(newRoom(), -1, GapPolicy.SKIP))
                .withMessageContaining("index");
    }

    @Test
    void instantsAreCutToMicroseconds() {
        Instant fine = Instant.parse("2024-01-01T00:00:00.999999999Z");
        Instant cut = Instant.parse("2024-01-01T00:00:00.999999Z");

        Room created = store().createRoom(Room.builder(newId()).createdAt(fine).build());

        assertThat(created.createdAt()).isEqualTo(cut);
        assertThat(room(created.id()).createdAt()).isEqualTo(cut);
        assertThat(room(created.id()).updatedAt()).isEqualTo(cut);
    }
}
