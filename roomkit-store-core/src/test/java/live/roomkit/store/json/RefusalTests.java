package live.roomkit.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelCapabilities;
import live.roomkit.channel.ChannelMediaType;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.DeleteType;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.RichContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.InvalidContentException;
import live.roomkit.task.Task;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTests {

    private static final String TEXT = "must not contain U+0000 or a lone surrogate";

    private static final String NEWER = "is a value of a newer version and cannot be written";

    private static final String DIGITS = "must not have more than 1000 digits";

    private final RecordJson json = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);

    @Test
    void textThatPostgresqlCannotKeepIsRefusedWherever() {
        assertRefused(Samples.event(TextContent.of("a\u0000")), "/content/body", TEXT);
        assertRefused(Samples.event(TextContent.of("\ud83d")), "/content/body", TEXT);
        assertRefused(Samples.event(TextContent.of("\ude00\ud83d")), "/content/body", TEXT);
        assertRefused(Room.of("room\u0000"), "/id", TEXT);
        assertRefused(task(Map.of("a", List.of("fine", "\u0000"))), "/data/a/1", TEXT);
        assertRefused(task(Map.of("tags", List.of(List.of(), List.of("x", "y", "\ud83d")))), "/data/tags/1/2", TEXT);
        assertRefused(
                Samples.event().toBuilder().addressedTo(List.of("a", "\ud83d")).build(), "/addressed_to/1", TEXT);
        assertRefused(
                Samples.event().toBuilder()
                        .source(EventSource.builder("c\ud83d", ChannelType.SMS).build())
                        .build(),
                "/source/channel_id",
                TEXT);
        assertRefused(
                Identity.builder("i")
                        .channelAddresses(Map.of(ChannelType.SMS, List.of("1", "2\u0000")))
                        .build(),
                "/channel_addresses/sms/1",
                TEXT);
        assertRefused(Identity.builder("i").externalIds(Map.of("crm", "\ud83d")).build(), "/external_ids/crm", TEXT);
    }

    @Test
    void textWithPairsAndEscapesIsNotRefused() {
        assertThatNoException()
                .isThrownBy(() -> this.json.write(Samples.event(TextContent.of("😀 \\u0000 \u0001\u007f\uffff"))));
    }

    @Test
    void placesInsideContentAreNamed() {
        EventContent bad = TextContent.of("\u0000");

        assertRefused(
                Samples.event(CompositeContent.of(TextContent.of("x"), CompositeContent.of(bad))),
                "/content/parts/1/parts/0/body",
                TEXT);
        assertRefused(Samples.event(EditContent.of("e", bad)), "/content/new_content/body", TEXT);
        assertRefused(
                Samples.event(RichContent.markdown("x").toBuilder()
                        .buttons(List.of(Map.of(), Map.of("label", "\u0000")))
                        .build()),
                "/content/buttons/1/label",
                TEXT);
        assertRefused(
                Samples.event(ToolCallContent.builder("t", "i")
                        .result(List.of(1, "\u0000"))
                        .build()),
                "/content/result/1",
                TEXT);
        assertRefused(Samples.event(new UnknownContent("\u0000")), "/content", TEXT);
    }

    @Test
    void namesThatCannotBeKeptAreRefusedAndMadeFitForTheMessage() {
        String problem = "must not have U+0000 or a lone surrogate in its name";

        assertRefused(task(Map.of("a\u0000b\ud83d", 1)), "/data/a\uFFFDb\uFFFD", problem);
        assertRefused(task(Map.of("~a/b", "\u0000")), "/data/~0a~1b", TEXT);
        assertRefused(task(Map.of("x".repeat(100), "\u0000")), "/data/" + "x".repeat(63) + "…", TEXT);
        assertRefused(
                task(Map.of("l", List.of(Map.of("k".repeat(1_001), 1)))),
                "/data/l/0/" + "k".repeat(63) + "…",
                "must not have a name longer than 1000 characters");
        assertThatNoException().isThrownBy(() -> this.json.write(task(Map.of("k".repeat(1_000), 1))));
    }

    @Test
    void aNameCutInsideAPairStaysFitForTheMessage() {
        String name = "x".repeat(62) + "😀".repeat(5);

        assertRefused(task(Map.of(name, "\u0000")), "/data/" + "x".repeat(62) + "\uFFFD…", TEXT);
    }

    @ParameterizedTest
    @MethodSource("foreignValues")
    void valuesOfForeignTypesAreRefused(Object value) {
        assertRefused(task(Map.of("a", value)), "/data/a", "must be text, a boolean, null, a number, a list or a map");
        assertRefused(
                Samples.event(ToolCallContent.builder("t", "i").result(value).build()),
                "/content/result",
                "must be text, a boolean, null, a number, a list or a map");
    }

    private static Stream<Object> foreignValues() {
        return Stream.of(
                new Date(),
                'c',
                new StringBuilder("x"),
                new int[] {1},
                Set.of(1),
                Samples.TIME,
                RoomStatus.ACTIVE,
                TextContent.of("x"),
                ChannelType.SMS,
                new Object());
    }

    @Test
    void numbersOfForeignTypesAreRefused() {
        assertRefused(
                task(Map.of("a", new AtomicInteger(1))),
                "/data/a",
                "must be a number of another type, such as Long, Double or BigDecimal");
        assertRefused(task(Map.of("a", Double.NaN)), "/data/a", "must be finite");
        assertRefused(task(Map.of("a", Double.NEGATIVE_INFINITY)), "/data/a", "must be finite");
        assertRefused(task(Map.of("a", List.of(Float.POSITIVE_INFINITY))), "/data/a/0", "must be finite");
    }

    @ParameterizedTest
    @MethodSource("longNumbers")
    void numbersOfTooManyDigitsAreRefusedWithoutWritingThemOut(Number number) {
        assertRefused(task(Map.of("n", number)), "/data/n", DIGITS);
    }

    private static Stream<Number> longNumbers() {
        return Stream.of(
                BigInteger.TEN.pow(1_000),
                BigInteger.TEN.pow(1_000).negate(),
                BigInteger.ONE.shiftLeft(100_000),
                new BigDecimal("1E+1000"),
                new BigDecimal("1E-1000"),
                new BigDecimal("1E+1000000"),
                new BigDecimal("-1E-1000000"),
                new BigDecimal("1E+2147483647"),
                new BigDecimal("1E-2147483647"),
                new BigDecimal("9".repeat(501) + "." + "9".repeat(500)));
    }

    @Test
    void numbersOfExactlyTheMostDigitsAreNotRefused() {
        List<Object> numbers = List.of(
                BigInteger.TEN.pow(1_000).subtract(BigInteger.ONE),
                new BigDecimal("1E+999"),
                new BigDecimal("1E-999"),
                new BigDecimal("-" + "9".repeat(500) + "." + "9".repeat(500)));

        Task task = task(Map.of("n", numbers));

        assertThat(this.json.read(this.json.write(task), Task.class)).isEqualTo(task);
    }

    @Test
    void valuesOfANewerVersionAreNotWritten() {
        assertRefused(Room.builder("r").status(RoomStatus.UNKNOWN).build(), "/status", NEWER);
        assertRefused(
                Samples.participant().toBuilder()
                        .identification(IdentificationStatus.UNRECOGNIZED)
                        .build(),
                "/identification",
                NEWER);
        assertRefused(
                Samples.binding().toBuilder()
                        .capabilities(ChannelCapabilities.builder()
                                .mediaTypes(List.of(ChannelMediaType.TEXT, ChannelMediaType.UNKNOWN))
                                .build())
                        .build(),
                "/capabilities/media_types/1",
                NEWER);
        assertRefused(Samples.event(new DeleteContent("e", DeleteType.UNKNOWN, null)), "/content/delete_type", NEWER);
    }

    @Test
    void freeFormValuesMayBeNestedOneHundredDeep() {
        Task fits = task(Map.of("a", lists(99)));
        Task deeper = task(Map.of("a", lists(100)));

        assertThat(this.json.read(this.json.write(fits), Task.class)).isEqualTo(fits);
        assertRefused(deeper, "/data/a" + "/0".repeat(99), "must not be nested deeper than 100");
    }

    @Test
    void freeFormValuesMayBeAsDeepInTheDeepestContent() {
        EventContent content = RichContent.markdown("x").toBuilder()
                .buttons(List.of(Map.of("a", lists(99))))
                .build();
        for (int i = 0; i < 5; i++) {
            content = CompositeContent.of(content);
        }
        for (int i = 0; i < 5; i++) {
            content = EditContent.of("e", content);
        }
        RoomEvent event = Samples.event(content);

        assertThat(this.json.readEvent(this.json.write(event), 7)).isEqualTo(event);
    }

    @Test
    void whatIsNestedWithoutEndIsRefusedWithoutExhaustingTheStack() {
        Map<String, Object> maps = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            maps = new HashMap<>(Map.of("m", maps));
        }
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);

        assertRefused(task(maps), "/data" + "/m".repeat(100), "must not be nested deeper than 100");
        assertRefused(task(Map.of("c", cycle)), "/data/c" + "/0".repeat(99), "must not be nested deeper than 100");
    }

    @Test
    void aRecordOfExactlyTheLargestSizeIsNotRefused() {
        Task task = task(Map.of("text", "é".repeat(50_000)));
        int size = this.json.write(task).length;

        assertThat(new RecordJson(size).write(task)).hasSize(size);
        assertRefused(() -> new RecordJson(size - 1).write(task), "", "is larger than " + (size - 1) + " bytes");
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedBeforeItIsWrittenOut() {
        AtomicInteger asked = new AtomicInteger();
        String element = "x".repeat(1_000);
        List<Object> endless = new AbstractList<>() {

            @Override
            public Object get(int index) {
                asked.incrementAndGet();
                return element;
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }
        };
        Map<String, Object> deep = new HashMap<>(Map.of("endless", endless));
        RecordWriterProbe probe = new RecordWriterProbe(deep);

        assertRefused(probe::write, "", "is larger than 100000 bytes");
        assertThat(asked).hasValueLessThan(200);
    }

    @Test
    void aBatchThatIsTooLargeIsRefusedBeforeItIsWrittenOut() {
        RoomEvent event = Samples.event(TextContent.of("hello"));
        int size = this.json.writeEvent(event).json().length;
        RecordJson small = new RecordJson(size, 2 * size);

        assertThat(small.writeEvents(List.of(event, event)))
                .extracting(written -> written.json().length)
                .containsExactly(size, size);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> small.writeEvents(Collections.nCopies(Integer.MAX_VALUE, event)))
                .withMessage("events must not be larger than " + 2 * size + " bytes in all");
    }

    @Test
    void freeFormValuesAreCheckedAlike() {
        Map<String, Object> patch = new LinkedHashMap<>();
        patch.put("a", List.of("\u0000"));

        assertRefused(() -> this.json.write(patch), "/a/0", TEXT);
        assertRefused(
                () -> this.json.write(Map.of("d", new Date())),
                "/d",
                "must be text, a boolean, null, a number, a list or a map");
        assertRefused(() -> new RecordJson(10).write(Map.of("text", "0123456789")), "", "is larger than 10 bytes");
    }

    @Test
    void theHashRefusesWhatWritingRefuses() {
        assertRefused(() -> this.json.writeEvent(Samples.event(TextContent.of("\u0000"))), "/content/body", TEXT);
        assertRefused(
                () -> this.json.writeEvent(Samples.event().toBuilder()
                        .source(EventSource.inbound("\ud83d", ChannelType.SMS))
                        .build()),
                "/source/channel_id",
                TEXT);
    }

    private static Task task(Map<String, ?> data) {
        return Task.builder("room-1", "task-1").data(new HashMap<>(data)).build();
    }

    private static List<Object> lists(int depth) {
        List<Object> list = List.of();
        for (int i = 1; i < depth; i++) {
            list = List.of(list);
        }
        return list;
    }

    private void assertRefused(Record record, String path, String problem) {
        assertRefused(() -> this.json.write(record), path, problem);
    }

    private static void assertRefused(ThrowingCallable call, String path, String problem) {
        assertThatExceptionOfType(InvalidContentException.class)
                .isThrownBy(call)
                .withMessage((path.isEmpty() ? "The record" : path) + " " + problem)
                .withNoCause()
                .satisfies(e -> assertThat(e.getPath()).isEqualTo(path));
    }

    /** Writes values past the copy that records make of them. */
    private record RecordWriterProbe(Map<String, Object> values) {

        private byte[] write() {
            return LimitedOutput.collect(100_000, writer -> writer.writeFreeForm(this.values));
        }
    }
}
