package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.channel.RateLimit;
import live.roomkit.channel.RetryPolicy;
import live.roomkit.content.AudioContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.InvalidContentException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that every write operation rejects values that cannot be stored. The exception must contain the JSON pointer of
 * the rejected value, and the operation must write nothing.
 */
public abstract class InvalidContentContract extends StoreContract {

    private static final BigDecimal DIGITS_1000 = new BigDecimal(BigInteger.TEN.pow(999)).add(BigDecimal.ONE);

    /** Creates the tests for the given store. */
    protected InvalidContentContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @TestFactory
    Stream<DynamicTest> everyWriteRefusesWhatCannotBeStored() {
        String id = newRoom();
        String identityId = store().createIdentity(Identity.of(newId())).id();
        Map<String, @Nullable Object> broken = Map.of("tags", List.of("fine", "x\u0000y"));
        Writes writes = new Writes(store(), id, identityId, broken);
        Snapshot before = Snapshot.of(store(), id, identityId);
        return writes.all().stream()
                .map(write -> DynamicTest.dynamicTest(write.operation(), () -> {
                    Object everythingBefore = everything();
                    assertThatExceptionOfType(InvalidContentException.class)
                            .isThrownBy(() -> write.call().run())
                            .satisfies(refusal -> assertThat(refusal.getPath()).endsWith("/tags/1"))
                            .withMessageContaining("/tags/1");
                    assertThat(everything()).isEqualTo(everythingBefore);
                    assertThat(Snapshot.of(store(), id, identityId)).isEqualTo(before);
                    assertThat(store().roomExists("new " + id)).isFalse();
                    assertThat(store().getIdentity("new " + identityId)).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatCannotBeStoredIsRefusedWithItsPlace() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("U+0000", "\u0000");
        values.put("a lone high surrogate", "x\uD83D");
        values.put("a lone low surrogate", "\uDE80x");
        values.put("swapped surrogates", "\uDE80\uD83D");
        values.put("NaN", Double.NaN);
        values.put("infinity", Double.NEGATIVE_INFINITY);
        values.put("a date", Samples.NOON);
        values.put("an array", new String[] {"a"});
        values.put("an enum", RoomStatus.ACTIVE);
        values.put("a set", Set.of("a"));
        values.put("too many digits", DIGITS_1000.multiply(BigDecimal.TEN));
        values.put("too large a number", new BigDecimal("1E+1000000"));
        values.put("too small a number", new BigDecimal("1E-1000000"));
        return values.entrySet().stream()
                .map(value -> DynamicTest.dynamicTest(value.getKey(), () -> assertRefusedInMetadata(value.getValue())));
    }

    private void assertRefusedInMetadata(@Nullable Object value) {
        String id = newRoom();
        RoomEvent event = Samples.event(id, "hello")
                .metadata(Collections.singletonMap("a/b", value))
                .build();
        assertRefusedAt("/metadata/a~1b", () -> store().appendEvent(id, event));
        assertRefusedAt("/metadata/a~1b", () -> store().addEventsAutoIndex(id, List.of(event)));
        assertThat(store().getEventCount(id)).isZero();
        assertThat(append(id, "next").index()).isZero();
    }

    @Test
    void thePlaceIsNamedAsItIsStored() {
        String id = newRoom();
        RoomEvent event = Samples.message(id, "hello");

        assertRefusedAt(
                "/content/body",
                () -> store().appendEvent(
                                id,
                                event.toBuilder()
                                        .content(TextContent.of("\u0000"))
                                        .build()));
        assertRefusedAt(
                "/content/data/a/0/b",
                () -> store().appendEvent(
                                id,
                                event.toBuilder()
                                        .content(new SystemContent(
                                                "body", null, Map.of("a", List.of(Map.of("b", "\uD800")))))
                                        .build()));
        assertRefusedAt(
                "/source/raw_payload/a",
                () -> store().appendEvent(
                                id,
                                event.toBuilder()
                                        .source(EventSource.builder("c", ChannelType.SMS)
                                                .rawPayload(Map.of("a", "\u0000"))
                                                .build())
                                        .build()));
        assertRefusedAt(
                "/correlation_id",
                () -> store().appendEvent(
                                id, event.toBuilder().correlationId("a\u0000").build()));
        assertRefusedAt(
                "/idempotency_key",
                () -> store().appendEvent(
                                id, event.toBuilder().idempotencyKey("a\uDFFF").build()));
        assertRefusedAt(
                "/id",
                () -> store().appendEvent(id, event.toBuilder().id("a\u0000").build()));
        assertRefusedAt("/id", () -> store().createRoom(Room.of("a\u0000")));
        assertRefusedAt(
                "/display_name",
                () -> store().createIdentity(
                                Identity.builder(newId()).displayName("\u0000").build()));
        assertThat(store().getEventCount(id)).isZero();
    }

    @Test
    void valuesOfNewerWritersAreRefused() {
        String id = newRoom();

        assertRefusedAt(
                "/status",
                () -> store().createRoom(
                                Room.builder(newId()).status(RoomStatus.UNKNOWN).build()));
        assertRefusedAt(
                "/status",
                () -> store().updateRoom(
                                id,
                                room -> room.toBuilder()
                                        .status(RoomStatus.UNKNOWN)
                                        .build()));
        assertRefusedAt(
                "/status",
                () -> store().appendEvent(
                                id,
                                Samples.event(id, "a")
                                        .status(EventStatus.UNKNOWN)
                                        .build()));
        assertRefusedAt(
                "/identification",
                () -> store().addParticipant(Samples.participant(id, "alice").toBuilder()
                        .identification(IdentificationStatus.UNRECOGNIZED)
                        .build()));
        assertThat(room(id).status()).isEqualTo(RoomStatus.ACTIVE);
        assertThat(store().listParticipants(id)).isEmpty();
    }

    @Test
    void contentOfAKnownKindIsNoUnknownContent() {
        String id = newRoom();
        UnknownContent text = new UnknownContent(Map.of("type", "text", "body", "hello"));
        RoomEvent event = Samples.event(id, "a").content(text).build();

        assertRefusedAt("/content", () -> store().appendEvent(id, event));
        assertRefusedAt(
                "/content/new_content",
                () -> store().appendEvent(
                                id,
                                event.toBuilder()
                                        .content(EditContent.of("target", text))
                                        .build()));
        assertThat(store().getEventCount(id)).isZero();
    }

    @Test
    void whatCannotBeStoredIsRefusedBeforeAnythingIsLookedUp() {
        String part = newId();
        String organization = newId();
        store().createIdentity(Samples.identity(newId(), ChannelType.SMS, part + "?").toBuilder()
                .organizationId(organization)
                .build());

        for (String text : List.of(part + "\uD83D", part + "\u0000")) {
            assertRefusedAt(
                    "/channel_addresses/sms/0",
                    () -> store().createIdentity(Samples.identity(newId(), ChannelType.SMS, text).toBuilder()
                            .organizationId(organization)
                            .build()));
            assertRefusedAt("/room_id", () -> store().addEvent(Samples.at(text, 0)));
        }
    }

    @Test
    void negativeZeroIsZero() {
        String id = newRoom();
        RoomEvent event = Samples.event(id, "a")
                .content(new AudioContent("https://example.org/", "audio/ogg", -0.0, null))
                .build();
        ChannelBinding binding = Samples.binding(id, "channel").toBuilder()
                .rateLimit(new RateLimit(-0.0, -0.0, -0.0))
                .retryPolicy(new RetryPolicy(0, -0.0, -0.0, 1.0))
                .build();

        assertThat(event(store().appendEvent(id, event).event()).content()).isEqualTo(event.content());
        assertThat(store().addBinding(binding)).isEqualTo(binding);
        assertThat(store().getBinding(id, "channel")).contains(binding);
    }

    @Test
    void nestingHasALimit() {
        String id = newRoom();

        store().patchRoomMetadata(id, nested(100));
        assertThat(room(id).metadata()).isEqualTo(nested(100));

        assertRefused(() -> store().patchRoomMetadata(id, nested(101)));
        assertRefused(() -> store().patchRoomMetadata(id, nested(20_000)));
        assertRefused(() -> store().appendEvent(
                        id, Samples.event(id, "a").metadata(nested(20_000)).build()));
        assertThat(room(id).metadata()).isEqualTo(nested(100));
        assertThat(append(id, "next").index()).isZero();
    }

    @Test
    void keysHaveALimit() {
        String id = newRoom();
        String longest = "k".repeat(1000);

        store().patchRoomMetadata(id, Map.of(longest, 1));
        assertThat(room(id).metadata()).containsOnlyKeys(longest);

        assertRefused(() -> store().patchRoomMetadata(id, Map.of(longest + "k", 1)));
        assertRefused(() -> store().patchRoomMetadata(id, Map.of("a\u0000", 1)));
        assertRefused(() -> store().patchRoomMetadata(id, Map.of("a\uD800", 1)));
        assertThat(room(id).metadata()).containsOnlyKeys(longest);
    }

    @Test
    void aQueryForWhatCannotBeStoredIsRefused() {
        for (Object value : List.of("\u0000", "\uD83D", Double.NaN, Samples.NOON)) {
            RoomQuery query = RoomQuery.builder().metadata(Map.of("a", value)).build();
            assertRefused(() -> store().findRooms(query));
        }
    }

    @Test
    void numbersAreExactUpTo1000Digits() {
        String id = newRoom();
        Map<String, @Nullable Object> numbers = Map.of(
                "above long", BigInteger.ONE.shiftLeft(63).add(BigInteger.ONE),
                "cents", new BigDecimal("1.10"),
                "digits", DIGITS_1000.toBigInteger(),
                "small", BigDecimal.ONE.movePointLeft(999),
                "tenth", new BigDecimal("0.1"));

        store().patchRoomMetadata(id, numbers);
        store().patchRoomMetadata(id, Map.of("double", 0.1, "large double", 1e300, "whole", 5.0, "long", 5L));

        assertThat(room(id).metadata())
                .containsAllEntriesOf(numbers)
                .containsEntry("double", new BigDecimal("0.1"))
                .containsEntry("large double", BigInteger.TEN.pow(300))
                .containsEntry("whole", new BigDecimal("5.0"))
                .containsEntry("long", 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\\u0000",
                "\\\\u0000 \\uD800",
                "\uD83D\uDE80\uD83C\uDDE8\uD83C\uDDED",
                "\u202Eabc\u200F\u061C",
                "\uFFFE\uFFFF\u0001\u001F\u007F\u0085\u2028",
                "'; DROP TABLE rooms; --",
                "{\"type\":\"text\"}",
                "?::jsonb $1 :name %s \\ \" '"
            })
    void everyOtherTextIsKept(String text) {
        String id = newRoom();
        RoomEvent given = Samples.event(id, text)
                .metadata(Map.of("key " + text, List.of(text)))
                .build();

        RoomEvent stored = store().appendEvent(id, given).event();

        assertThat(stored).isEqualTo(given);
        assertThat(secondStore().getEvent(id, given.id())).contains(given);
    }

    @Test
    void aRecordHasALimit() {
        String id = newRoom();
        String large = "x".repeat(1 << 20);

        assertThat(append(id, large).index()).isZero();
        assertThat(store().getTimeline(id, 1).get(0).content()).isEqualTo(TextContent.of(large));
        assertRefused(() -> append(id, large.repeat(9)));
        assertRefused(() -> store().patchRoomMetadata(id, Map.of("large", large.repeat(9))));

        assertThat(room(id).metadata()).isEmpty();
        assertThat(append(id, "next").index()).isOne();
    }

    @Test
    void nanosecondsAreCut() {
        String id = newRoom();
        RoomEvent given = Samples.event(id, "a")
                .createdAt(Instant.parse("2024-01-01T00:00:00.123456999Z"))
                .build();

        RoomEvent stored = store().appendEvent(id, given).event();

        assertThat(stored.createdAt()).isEqualTo(Instant.parse("2024-01-01T00:00:00.123456Z"));
        assertThat(event(stored)).isEqualTo(stored);
    }

    private static Map<String, @Nullable Object> nested(int depth) {
        Map<String, @Nullable Object> map = Map.of("leaf", 1);
        for (int i = 1; i < depth; i++) {
            map = Map.of("a", map);
        }
        return map;
    }

    private static void assertRefusedAt(String path, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidContentException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.getPath()).isEqualTo(path));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(InvalidContentException.class).isThrownBy(call);
    }
}
