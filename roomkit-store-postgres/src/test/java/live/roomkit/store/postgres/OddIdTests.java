package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids and keys that code stumbles over, in every place where an id or a key can stand, up to the longest. */
class OddIdTests {

    private static final int MAX_ID_CHARACTERS = 255;

    private static final int MAX_KEY_BYTES = 1_000;

    /** What a B-tree page takes of one entry. */
    private static final int MAX_ENTRY_BYTES = 2_704;

    /** What a column of an index holds at most, in bytes, beside ids. */
    private static final Map<String, Integer> MAX_COLUMN_BYTES = Map.of(
            "idempotency_key",
            MAX_KEY_BYTES,
            "correlation_id",
            MAX_KEY_BYTES,
            "address",
            1_280,
            "scope",
            64,
            "channel_type",
            64,
            "status",
            16,
            "room_status",
            16);

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final PostgresStore store = database.open();

    static Stream<String> ids() {
        return Stream.of(
                "it's \"quoted\"",
                "100% of_everything",
                "two\nlines\r\n\tand a tab",
                "a\\b\\u0000",
                "{a,\"b\",NULL}",
                "NULL",
                "? ?? $1 :name",
                "'; DELETE FROM roomkit.rooms; --",
                "\uD83D\uDE80 \u05D0\u202E",
                "  inside  ",
                longest(MAX_ID_CHARACTERS, 1));
    }

    /** Characters of three bytes each, which do not compress away. */
    private static String longest(int characters, long seed) {
        return new Random(seed)
                .ints(characters, 0x4E00, 0x9FA5)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String longestKey(String id) {
        return (id.length() < MAX_ID_CHARACTERS) ? id : longest(MAX_KEY_BYTES / 3, 2) + "k";
    }

    @ParameterizedTest
    @MethodSource("ids")
    void everythingIsFoundByItsId(String id) {
        Room room = store.createRoom(Room.builder(id).organizationId(id).build());
        ChannelBinding binding = store.addBinding(ChannelBinding.builder(id, id, ChannelType.SMS)
                .participantId(id)
                .build());
        Participant participant = store.addParticipant(
                Participant.builder(id, id, id).identityId(id).build());
        Task task = store.addTask(Task.of(id, id));
        Observation observation = store.addObservation(
                Observation.builder(id, id).channelId(id).category(id).build());

        assertThat(store.getRoom(id)).contains(room);
        assertThat(store.findRooms(RoomQuery.builder().organizationId(id).build()))
                .containsExactly(room);
        assertThat(store.findLatestRoom(RoomLookup.ofParticipant(id))).contains(room);
        assertThat(store.findLatestRoom(RoomLookup.ofParticipant(id)
                        .channelType(ChannelType.SMS)
                        .status(RoomStatus.ACTIVE)))
                .contains(room);
        assertThat(store.findRoomIdByChannel(id)).contains(id);
        assertThat(store.findRoomIdByChannel(id, RoomStatus.ACTIVE)).contains(id);
        assertThat(store.forOrganization(id).findRoomIdByChannel(id)).contains(id);
        assertThat(store.getBinding(id, id)).contains(binding);
        assertThat(store.getParticipant(id, id)).contains(participant);
        assertThat(store.findTask(id)).contains(task);
        assertThat(store.listObservations(id, id)).containsExactly(observation);
        assertThatExceptionOfType(DuplicateIdException.class).isThrownBy(() -> store.addTask(Task.of(id, id)));
        assertEvents(id, longestKey(id));
        assertIdentities(id);
        assertThat(store.deleteRoom(id)).isTrue();
        assertThat(store.roomExists(id)).isFalse();
    }

    private static void assertEvents(String id, String key) {
        RoomEvent event = store.appendEvent(id, event(id, id, key)).event();
        RoomEvent other =
                event.toBuilder().id("other").content(TextContent.of("b")).build();

        assertThat(store.appendEvent(id, event).duplicate()).isTrue();
        assertThatExceptionOfType(IdempotencyConflictException.class).isThrownBy(() -> store.appendEvent(id, other));
        assertThat(store.findEvent(id)).contains(event);
        assertThat(store.getEventByIdempotencyKey(id, key)).contains(event);
        assertThat(store.checkIdempotency(id, key)).isTrue();
        assertThat(list(id, EventFilter.builder().correlationId(key).build())).containsExactly(event);
        assertThat(list(id, EventFilter.builder().parentEventId(id).build())).containsExactly(event);
        assertThat(list(id, EventFilter.builder().sourceChannelId(id).build())).containsExactly(event);
        assertThat(store.listEvents(id, EventFilter.ofVisibility(id))).containsExactly(event);
        assertThat(store.getThreadSummaries(id, Set.of(id))).containsOnlyKeys(id);
        assertThat(store.markRead(id, id, id)).isTrue();
        assertThat(store.listReadMarkers(id)).isEqualTo(Map.of(id, 0L));
        assertThat(store.getUnreadCounts(Set.of(id), id)).isEqualTo(Map.of(id, 0L));
        assertThat(store.addEventsAutoIndex(id, List.of(event(id, "second", "key of the second"))))
                .containsExactlyElementsOf(list(
                        id,
                        EventFilter.builder().correlationId("key of the second").build()));
        assertThat(store.deleteEvent(id, id)).containsExactly(id, "second");
    }

    private static List<RoomEvent> list(String id, EventFilter filter) {
        return store.listEvents(EventQuery.builder(id).filter(filter).build());
    }

    private static RoomEvent event(String room, String id, String key) {
        EventSource source = EventSource.builder(room, ChannelType.of("x".repeat(64)))
                .participantId(room)
                .build();
        return RoomEvent.builder(room, source, TextContent.of("a"))
                .id(id)
                .visibility(room)
                .parentEventId(room)
                .correlationId(key)
                .idempotencyKey(key)
                .build();
    }

    private static void assertIdentities(String id) {
        ChannelType type = ChannelType.of("x".repeat(64));
        String address = (id.length() < MAX_ID_CHARACTERS) ? id : longest(426, 3) + "xx";
        Identity identity = store.createIdentity(Identity.builder(id)
                .organizationId(id)
                .channelAddresses(Map.of(type, List.of(address)))
                .build());
        Identity other = Identity.builder("other " + address.length() + id.hashCode())
                .organizationId(id)
                .channelAddresses(identity.channelAddresses())
                .build();

        assertThat(store.getIdentity(id)).contains(identity);
        assertThat(store.resolveIdentity(type, address, id)).contains(identity);
        assertThatExceptionOfType(AddressConflictException.class).isThrownBy(() -> store.createIdentity(other));
        assertThat(store.unlinkAddress(id, type, address)).isTrue();
        assertThat(store.resolveIdentity(type, address, id)).isEmpty();
    }

    @Test
    void oneCharacterOrByteMoreIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Room.of(longest(MAX_ID_CHARACTERS + 1, 1)));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> event("room", "id", longestKey(longest(MAX_ID_CHARACTERS, 1)) + "k"));
    }

    @Test
    void everyIndexHasRoomForTheLongestOfItsColumns() {
        List<Map<String, Object>> indexes = database.jdbc().queryForList("""
                SELECT i.indexrelid::regclass::text AS index,
                    string_agg(a.attname || ' ' || a.atttypid::regtype, ',') AS columns
                FROM pg_index AS i
                    JOIN pg_class AS c ON c.oid = i.indexrelid
                    JOIN pg_am AS m ON m.oid = c.relam AND m.amname = 'btree'
                    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                WHERE c.relnamespace = 'roomkit'::regnamespace
                GROUP BY i.indexrelid
                """);

        assertThat(indexes).hasSizeGreaterThan(15);
        for (Map<String, Object> index : indexes) {
            int bytes = Stream.of(String.valueOf(index.get("columns")).split(","))
                    .mapToInt(OddIdTests::maxBytes)
                    .sum();
            assertThat(bytes).as("%s", index).isLessThan(MAX_ENTRY_BYTES);
        }
    }

    /** The bytes of a column with its length and alignment; of an id unless said otherwise. */
    private static int maxBytes(String column) {
        String[] nameAndType = column.split(" ", 2);
        return nameAndType[1].equals("text")
                ? MAX_COLUMN_BYTES.getOrDefault(nameAndType[0], 3 * MAX_ID_CHARACTERS) + 12
                : 16;
    }
}
