package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomClosedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests that a retry of an append stores no second event. The tests cover idempotency keys, repeated event ids, and
 * retries with a different type, channel or content of the event.
 */
public abstract class IdempotencyContract extends StoreContract {

    private static final String KEY = "key of the sender";

    /** Creates the tests for the given store. */
    protected IdempotencyContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void aKeySeenBeforeGivesTheFirstEventBack() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");
        Room before = room(id);

        AppendResult again = secondStore().appendEvent(id, Samples.keyed(id, "hello", KEY));

        assertThat(again).isEqualTo(new AppendResult(first, true));
        assertThat(room(id)).isEqualTo(before);
        assertThat(append(id, "next").index()).isOne();
    }

    @Test
    void aRedeliveryMayDifferInAllButTypeChannelAndContent() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");

        RoomEvent redelivery = Samples.keyed(id, "hello", KEY).toBuilder()
                .createdAt(Samples.NOON)
                .source(EventSource.builder("sms-main", ChannelType.EMAIL)
                        .rawPayload(Map.of("attempt", 2))
                        .providerMessageId("2")
                        .participantId("someone")
                        .build())
                .status(EventStatus.READ)
                .visibility("none")
                .metadata(Map.of("attempt", 2))
                .correlationId("c")
                .build();

        assertThat(store().appendEvent(id, redelivery)).isEqualTo(new AppendResult(first, true));
    }

    @Test
    void anotherPayloadUnderTheKeyIsAConflict() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");
        RoomEvent sameKey = Samples.keyed(id, "hello", KEY);

        assertConflict(id, sameKey.toBuilder().content(TextContent.of("hello!")).build());
        assertConflict(
                id, sameKey.toBuilder().content(new TextContent("hello", "en")).build());
        assertConflict(
                id, sameKey.toBuilder().content(SystemContent.of("hello")).build());
        assertConflict(id, sameKey.toBuilder().type(EventType.SYSTEM).build());
        assertConflict(
                id,
                sameKey.toBuilder()
                        .source(EventSource.inbound("sms-other", ChannelType.SMS))
                        .build());

        assertThat(store().getTimeline(id, 10)).containsExactly(first);
        assertThat(append(id, "next").index()).isOne();
    }

    @Test
    void theOrderOfKeysInContentMakesNoDifference() {
        String id = newRoom();
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("a", 1);
        one.put("b", Map.of("c", List.of(1, 2)));
        Map<String, @Nullable Object> other = new LinkedHashMap<>();
        other.put("b", Map.of("c", List.of(1, 2)));
        other.put("a", 1);
        appendSystem(id, one);

        assertThat(appendSystem(id, other).duplicate()).isTrue();
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> appendSystem(id, Map.of("a", 1, "b", Map.of("c", List.of(2, 1)))));
    }

    @Test
    void anEditDoesNotTurnARetryIntoAConflict() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");
        RoomEvent edited = store().updateEvent(first.toBuilder()
                .content(TextContent.of("hello, edited"))
                .type(EventType.EDIT)
                .build());

        assertThat(store().appendEvent(id, Samples.keyed(id, "hello", KEY))).isEqualTo(new AppendResult(edited, true));
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().appendEvent(id, Samples.keyed(id, "hello, edited", KEY)));
    }

    @Test
    void anEditDoesNotTurnARetryOfTheIdIntoAConflictEither() {
        String id = newRoom();
        RoomEvent given = Samples.message(id, "hello");
        RoomEvent first = store().appendEvent(id, given).event();
        RoomEvent edited = store().updateEvent(
                        first.toBuilder().content(TextContent.of("edited")).build());

        assertThat(store().appendEvent(id, given)).isEqualTo(new AppendResult(edited, true));
    }

    @Test
    void aRepeatedIdWithTheSamePayloadIsADuplicate() {
        String id = newRoom();
        RoomEvent given = Samples.message(id, "hello");
        RoomEvent first = store().appendEvent(id, given).event();

        RoomEvent retry = given.toBuilder()
                .createdAt(Samples.NOON)
                .metadata(Map.of("attempt", 2))
                .build();

        assertThat(secondStore().appendEvent(id, retry)).isEqualTo(new AppendResult(first, true));
        assertThat(store().getEventCount(id)).isOne();
    }

    @Test
    void aRepeatedIdWithAnotherPayloadIsRefused() {
        String id = newRoom();
        RoomEvent first = append(id, "hello");

        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().appendEvent(
                                id, Samples.event(id, "other").id(first.id()).build()))
                .withMessageContaining(first.id());

        assertThat(store().getTimeline(id, 10)).containsExactly(first);
    }

    @Test
    void duplicateThenConflictThenClosedIsTheOrderOfChecks() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");
        store().updateRoom(
                        id, room -> room.toBuilder().status(RoomStatus.CLOSED).build());

        assertThat(store().appendEvent(id, Samples.keyed(id, "hello", KEY)).duplicate())
                .isTrue();
        assertThat(store().appendEvent(id, first).duplicate()).isTrue();
        assertConflict(id, Samples.keyed(id, "other", KEY));
        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().appendEvent(
                                id, Samples.event(id, "other").id(first.id()).build()));
        assertThatExceptionOfType(RoomClosedException.class)
                .isThrownBy(() -> store().appendEvent(id, Samples.keyed(id, "hello", "another key")));
    }

    @Test
    void theKeyIsLookedAtBeforeTheId() {
        String id = newRoom();
        RoomEvent keyed = appendKeyed(id, "hello");
        RoomEvent other = append(id, "other");

        RoomEvent mixed =
                Samples.event(id, "hello").id(other.id()).idempotencyKey(KEY).build();

        assertThat(store().appendEvent(id, mixed)).isEqualTo(new AppendResult(keyed, true));
    }

    @Test
    void aRepeatedIdIsADuplicateEvenUnderAnotherKey() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");

        RoomEvent retry = first.toBuilder().idempotencyKey("another key").build();

        assertThat(store().appendEvent(id, retry)).isEqualTo(new AppendResult(first, true));
        assertThat(store().checkIdempotency(id, "another key")).isFalse();
    }

    @Test
    void deletingAnEventFreesItsKeyAndItsId() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");
        store().deleteEvent(id, first.id());
        assertThat(store().checkIdempotency(id, KEY)).isFalse();

        AppendResult again = store().appendEvent(
                        id,
                        Samples.keyed(id, "other", KEY).toBuilder()
                                .id(first.id())
                                .build());

        assertThat(again.duplicate()).isFalse();
        assertThat(again.event().index()).isOne();
    }

    @Test
    void deletingAnEventFreesTheKeysOfItsReplies() {
        String id = newRoom();
        RoomEvent root = append(id, "root");
        store().appendEvent(
                        id,
                        Samples.reply(id, root.id()).toBuilder()
                                .idempotencyKey(KEY)
                                .build());

        store().deleteEvent(id, root.id());

        assertThat(store().checkIdempotency(id, KEY)).isFalse();
        assertThat(store().appendEvent(id, Samples.keyed(id, "other", KEY)).duplicate())
                .isFalse();
    }

    @Test
    void theOtherOperationsRefuseAUsedKey() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");
        RoomEvent second = Samples.keyed(id, "hello", KEY);

        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().addEventAutoIndex(id, second));
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, List.of(Samples.message(id, "good"), second)));
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().addEvent(second.toBuilder().index(5).build()));

        assertThat(store().getTimeline(id, 10)).containsExactly(first);
        assertThat(append(id, "next").index()).isOne();
    }

    @Test
    void aBatchTakesAKeyOnce() {
        String id = newRoom();

        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(
                                id, List.of(Samples.keyed(id, "hello", KEY), Samples.keyed(id, "hello", KEY))));

        assertThat(store().getEventCount(id)).isZero();
        assertThat(store().checkIdempotency(id, KEY)).isFalse();
    }

    @Test
    void aKeyCountsWhicheverOperationBroughtIt() {
        String id = newRoom();
        RoomEvent added = store().addEventAutoIndex(id, Samples.keyed(id, "a", "key a"));
        RoomEvent inBatch = store().addEventsAutoIndex(id, List.of(Samples.keyed(id, "b", "key b")))
                .get(0);
        RoomEvent imported = store().addEvent(
                        Samples.keyed(id, "c", "key c").toBuilder().index(2).build());

        assertThat(store().appendEvent(id, Samples.keyed(id, "a", "key a"))).isEqualTo(new AppendResult(added, true));
        assertThat(store().appendEvent(id, Samples.keyed(id, "b", "key b"))).isEqualTo(new AppendResult(inBatch, true));
        assertThat(store().appendEvent(id, Samples.keyed(id, "c", "key c")))
                .isEqualTo(new AppendResult(imported, true));
    }

    @Test
    void anUpdateMovesTheKey() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");

        RoomEvent updated =
                store().updateEvent(first.toBuilder().idempotencyKey("new key").build());

        assertThat(store().checkIdempotency(id, KEY)).isFalse();
        assertThat(store().getEventByIdempotencyKey(id, "new key")).contains(updated);
        assertThat(store().appendEvent(id, Samples.keyed(id, "hello", "new key"))
                        .duplicate())
                .isTrue();
        assertThat(store().appendEvent(id, Samples.keyed(id, "hello", KEY)).duplicate())
                .isFalse();
    }

    @Test
    void keysAreOfOneRoom() {
        String id = newRoom();
        String other = newRoom();
        appendKeyed(id, "hello");

        assertThat(store().checkIdempotency(other, KEY)).isFalse();
        assertThat(store().appendEvent(other, Samples.keyed(other, "different", KEY))
                        .duplicate())
                .isFalse();
    }

    @Test
    void theEventOfAKeyIsFound() {
        String id = newRoom();
        RoomEvent first = appendKeyed(id, "hello");

        assertThat(secondStore().checkIdempotency(id, KEY)).isTrue();
        assertThat(secondStore().getEventByIdempotencyKey(id, KEY)).contains(first);
        assertThat(store().checkIdempotency(id, KEY + " ")).isFalse();
        assertThat(store().getEventByIdempotencyKey(id, "another key")).isEmpty();
        assertThat(store().checkIdempotency(newId(), KEY)).isFalse();
        assertThat(store().getEventByIdempotencyKey(newId(), KEY)).isEmpty();
    }

    @Test
    void aKeyMayHave1000Bytes() {
        String id = newRoom();
        String key = "\uD83D\uDE80".repeat(250);

        store().appendEvent(id, Samples.keyed(id, "hello", key));

        assertThat(store().checkIdempotency(id, key)).isTrue();
        assertThat(store().appendEvent(id, Samples.keyed(id, "hello", key)).duplicate())
                .isTrue();
    }

    private RoomEvent appendKeyed(String roomId, String text) {
        return store().appendEvent(roomId, Samples.keyed(roomId, text, KEY)).event();
    }

    private AppendResult appendSystem(String roomId, Map<String, @Nullable Object> data) {
        return store().appendEvent(
                        roomId,
                        RoomEvent.builder(roomId, Samples.SOURCE, new SystemContent("body", null, data))
                                .idempotencyKey(KEY)
                                .build());
    }

    private void assertConflict(String roomId, RoomEvent event) {
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> store().appendEvent(roomId, event))
                .withMessageContaining(roomId);
    }
}
