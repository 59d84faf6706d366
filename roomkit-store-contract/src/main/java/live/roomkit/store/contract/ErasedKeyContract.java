package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.ErasedContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.Protection;
import live.roomkit.room.Room;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.memory.InMemoryStore;
import org.junit.jupiter.api.Test;

/**
 * Tests that an erasure removes idempotency keys, and that the store still recognizes events with these keys. An
 * erasure replaces each key with a hash. The store under test must have the secret for these hashes.
 */
public abstract class ErasedKeyContract extends StoreContract {

    private static final String PERSON = "p-ada";

    private static final String KEY = "+1 555 0100";

    private static final EventSource SOURCE =
            EventSource.builder("sms", ChannelType.SMS).participantId(PERSON).build();

    /** Creates the tests for the given store. */
    protected ErasedKeyContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void keyIsReplacedAndStillRecognized() {
        RoomEvent erased = erasedEvent();
        String roomId = erased.roomId();

        assertThat(erased.content()).isInstanceOf(ErasedContent.class);
        assertThat(erased.idempotencyKey()).isNotNull().doesNotContain(KEY);
        assertThat(store().checkIdempotency(roomId, KEY)).isTrue();
        assertThat(store().getEventByIdempotencyKey(roomId, KEY)).contains(erased);
        assertThat(store().appendEvent(roomId, keyed(roomId)).duplicate()).isTrue();
        assertThat(store().appendEvent(roomId, keyed(roomId)).event()).isEqualTo(erased);
        assertThat(store().getEventCount(roomId)).isEqualTo(1);
    }

    @Test
    void keyCannotBeUsedAgain() {
        String roomId = erasedEvent().roomId();

        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().addEventAutoIndex(roomId, keyed(roomId)));
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(
                                roomId, List.of(Samples.keyed(roomId, "another", "another"), keyed(roomId))));
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() ->
                        store().addEvent(keyed(roomId).toBuilder().index(7).build()));
        assertThat(store().getEventCount(roomId)).isEqualTo(1);
    }

    @Test
    void importRefusesTheKeyOfAnErasedEvent() {
        String roomId = erasedEvent().roomId();
        String before;
        try (InMemoryStore other = new InMemoryStore()) {
            other.createRoom(Room.of(roomId));
            other.appendEvent(roomId, Samples.message(roomId, "first"));
            other.appendEvent(roomId, keyed(roomId));
            before = ProtectionContract.export(other, ExportQuery.ofRoom(roomId));
        }

        ImportReport report = ProtectionContract.importInto(store(), before);

        assertThat(report.refusals())
                .filteredOn(refusal -> refusal.line() == 4)
                .extracting(ImportReport.Refusal::reason)
                .containsExactly(ImportReport.Reason.INDEX_OR_KEY_TAKEN);
        assertThat(store().getEventCount(roomId)).isEqualTo(1);
    }

    @Test
    void importOfAnErasedEventChangesNothing() {
        RoomEvent erased = erasedEvent();
        String export = ProtectionContract.export(store(), ExportQuery.ofRoom(erased.roomId()));

        ImportReport report = ProtectionContract.importInto(store(), export);

        assertThat(report.unchanged()).isEqualTo(3);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void anotherEventCannotGetTheKey() {
        String roomId = erasedEvent().roomId();
        RoomEvent other = append(roomId, "other");

        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().updateEvent(
                                other.toBuilder().idempotencyKey(KEY).build()));
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().updateEvent(
                                roomId,
                                other.id(),
                                stored -> stored.toBuilder().idempotencyKey(KEY).build()));
        assertThat(event(other)).isEqualTo(other);
    }

    @Test
    void anEventKeepsAndChangesItsOwnKey() {
        String roomId = erasedEvent().roomId();
        RoomEvent other = store().addEventAutoIndex(roomId, Samples.keyed(roomId, "other", "first"));
        RoomEvent internal = other.toBuilder().visibility("internal").build();
        RoomEvent changed = internal.toBuilder().idempotencyKey("second").build();

        assertThat(store().updateEvent(internal)).isEqualTo(internal);
        assertThat(store().updateEvent(changed)).isEqualTo(changed);
        assertThat(store().updateEvent(roomId, other.id(), stored -> other)).isEqualTo(other);
    }

    @Test
    void keyHasAnotherHashInEachRoom() {
        assertThat(erasedEvent().idempotencyKey()).isNotEqualTo(erasedEvent().idempotencyKey());
    }

    @Test
    void erasingTwiceKeepsTheHash() {
        RoomEvent erased = erasedEvent();

        Protection.of(store()).eraseParticipant(erased.roomId(), PERSON, ErasureScope.ALL);

        assertThat(event(erased)).isEqualTo(erased);
    }

    @Test
    void deliveriesDuringTheErasureAreOneEvent() throws Exception {
        for (int round = 0; round < 10; round++) {
            String roomId = newRoom();
            store().addParticipant(Participant.of(roomId, PERSON, "sms"));

            List<Boolean> duplicates = Race.run(8, thread -> {
                if (thread % 4 == 0) {
                    Protection.of(storeOf(thread / 4)).eraseParticipant(roomId, PERSON, ErasureScope.ALL);
                    return true;
                }
                return storeOf(thread).appendEvent(roomId, keyed(roomId)).duplicate();
            });

            assertThat(duplicates).containsOnlyOnce(false);
            assertThat(store().listEvents(EventQuery.of(roomId))).hasSize(1);
        }
    }

    private RoomEvent erasedEvent() {
        String roomId = newRoom();
        store().addParticipant(Participant.of(roomId, PERSON, "sms"));
        RoomEvent event = store().appendEvent(roomId, keyed(roomId)).event();
        Protection.of(store()).eraseParticipant(roomId, PERSON, ErasureScope.ALL);
        return event(event);
    }

    private static RoomEvent keyed(String roomId) {
        return RoomEvent.builder(roomId, SOURCE, TextContent.of("hello"))
                .idempotencyKey(KEY)
                .build();
    }
}
