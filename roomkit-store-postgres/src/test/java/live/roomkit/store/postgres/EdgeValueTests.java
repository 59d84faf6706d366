package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.LocationContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.json.RecordJson;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests text, numbers and sizes at the edge of the permitted range, to the server and back. */
class EdgeValueTests {

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final PostgresStore store = database.open();

    private String room = "";

    @BeforeEach
    void newRoom() {
        this.room = store.createRoom(Room.of(UUID.randomUUID().toString())).id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDEE\uD83C\uDDF3",
                "\uDBFF\uDFFF\uFFFF\uFFFE\uFEFF",
                "\u202E\u05E9\u05DC\u05D5\u05DD\u202C \u200F\u0645",
                "\\u0000",
                "\\\\u0000 \\\" \\x00 \\0",
                "\u0001\u001F\u007F\u0080\u0085\u2028\u2029",
                "e\u0301 \u00E9",
                "'; DROP TABLE roomkit.rooms; --",
                "$1 ? ?? ?| :name {0} %s \r\n\t",
                " ",
                ""
            })
    void textComesBackAsItWas(String text) {
        Map<String, Object> values = Map.of("key of " + text, List.of(text, Map.of(text, text)));
        RoomEvent event =
                event(text).toBuilder().metadata(values).deliveryResults(values).build();

        RoomEvent added = store.appendEvent(this.room, event).event();
        RoomEvent batched =
                store.addEventsAutoIndex(this.room, List.of(event(text))).get(0);

        assertThat(store.getEvent(this.room, added.id())).contains(added);
        assertThat(added.metadata()).isEqualTo(values);
        assertThat(store.getEvent(this.room, batched.id())).contains(batched);
        assertThat(store.patchRoomMetadata(this.room, values).metadata()).isEqualTo(values);
        assertThat(store.updateEvent(added)).isEqualTo(added);
    }

    @Test
    void numbersComeBackExactly() {
        Map<String, Object> numbers = new HashMap<>();
        numbers.put("a thousand digits", new BigInteger("9".repeat(1_000)));
        numbers.put("a thousand negative digits", new BigInteger("-" + "7".repeat(1_000)));
        numbers.put("a thousand digits behind the point", new BigDecimal("0." + "3".repeat(999)));
        numbers.put("both sides", new BigDecimal("1".repeat(500) + "." + "2".repeat(500)));
        numbers.put("tiny", new BigDecimal("1E-900"));
        numbers.put("trailing zeros", new BigDecimal("1.1000"));
        numbers.put("above 64 bits", new BigInteger("9223372036854775809"));
        numbers.put("beyond doubles", new BigDecimal("0.1000000000000000055511151231257827"));
        numbers.put("smallest double", Double.MIN_VALUE);
        numbers.put("largest double", Double.MAX_VALUE);
        numbers.put("negative zero", -0.0);
        numbers.put("extremes", List.of(Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, 0));
        RoomEvent event = event("numbers").toBuilder().metadata(numbers).build();

        RoomEvent added = store.appendEvent(this.room, event).event();

        assertThat(store.getEvent(this.room, added.id())).contains(added);
        assertThat(added.metadata().get("a thousand digits")).isEqualTo(numbers.get("a thousand digits"));
        assertThat(store.patchRoomMetadata(this.room, numbers).metadata()).isEqualTo(event.metadata());
        assertThat(store.getRoom(this.room).orElseThrow().metadata()).isEqualTo(event.metadata());
    }

    @Test
    void negativeZeroIsZeroWhereItIsAPlace() {
        RoomEvent event =
                event("").toBuilder().content(LocationContent.of(-0.0, -0.0)).build();

        RoomEvent added = store.appendEvent(this.room, event).event();

        assertThat(store.getEvent(this.room, added.id())).contains(added);
    }

    @Test
    void aRetryWithTheSameNumbersIsADuplicate() {
        RoomEvent event = event("").toBuilder()
                .content(new SystemContent("numbers", null, Map.of("a", new BigDecimal("1E-900"), "b", -0.0)))
                .idempotencyKey("numbers")
                .build();
        store.appendEvent(this.room, event);
        RoomEvent stored = store.getEventByIdempotencyKey(this.room, "numbers").orElseThrow();

        assertThat(store.appendEvent(this.room, stored).duplicate()).isTrue();
        assertThat(store.appendEvent(this.room, event.toBuilder().id(null).build())
                        .duplicate())
                .isTrue();
    }

    @Test
    void theLargestEventIsStoredAndALargerOneRefused() {
        int most = RecordJson.DEFAULT_MAX_RECORD_SIZE - new RecordJson(Integer.MAX_VALUE).write(event("")).length;
        RoomEvent largest = event(text(most));
        RoomEvent larger = event(text(most + 1));

        RoomEvent added = store.appendEvent(this.room, largest).event();

        assertThat(store.getEvent(this.room, added.id())).contains(added);
        assertThatExceptionOfType(InvalidContentException.class).isThrownBy(() -> store.appendEvent(this.room, larger));
        assertThatExceptionOfType(InvalidContentException.class)
                .isThrownBy(() -> store.addEventsAutoIndex(this.room, List.of(event("small"), larger)));
        assertThatExceptionOfType(InvalidContentException.class)
                .isThrownBy(() -> store.updateEvent(
                        added.toBuilder().content(larger.content()).build()));
        assertThat(store.getTimeline(this.room, 10)).containsExactly(added);
        assertThat(store.getEventCount(this.room)).isEqualTo(1);
    }

    /** Returns text of one byte per character that cannot be compressed. */
    private static String text(int length) {
        char[] text = new char[length];
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            text[i] = (char) ('A' + random.nextInt(26));
        }
        return new String(text);
    }

    private RoomEvent event(String text) {
        return RoomEvent.builder(this.room, EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of(text))
                .id(UUID.randomUUID().toString())
                .createdAt(FullRecords.TIME)
                .build();
    }
}
