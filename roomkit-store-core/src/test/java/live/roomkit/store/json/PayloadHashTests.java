package live.roomkit.store.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelDirection;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.LocationContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import org.junit.jupiter.api.Test;

class PayloadHashTests {

    private final RecordJson json = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);

    @Test
    void isTakenOverTypeSourceChannelAndContent() throws NoSuchAlgorithmException {
        String canonical = "{\"content\":{\"body\":\"hé/\\\"\\u001F😀\",\"language\":\"fr\",\"type\":\"text\"},"
                + "\"source\":{\"channel_id\":\"sms-1\"},\"type\":\"message\"}";
        RoomEvent event = message(new TextContent("hé/\"\u001f😀", "fr"));

        assertThat(this.json.writeEvent(event).payloadHash())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void neverChanges() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("z", null);
        values.put("price", new BigDecimal("1.10"));
        values.put("huge", new BigDecimal("1E30"));
        values.put("list", List.of(true, "\ud83d\ude00", Map.of("\uffff", 1, "\ud83d\ude00", 2)));
        EventContent content = CompositeContent.of(
                new TextContent("h\u00e9/\"\u001f\u2028", null),
                LocationContent.of(-12.5, 0.00001),
                EditContent.of("event-0", new SystemContent("x", "code", values)),
                new UnknownContent(values));

        assertThat(hash(message(content)))
                .isEqualTo("0f74a58d11a95f8abcf23a5cc7b44c3edd7377df4d4b03f35c40dbd75a90d820");
    }

    @Test
    void doesNotDependOnAnythingElseOfTheEvent() {
        RoomEvent first = message(TextContent.of("hello"));
        RoomEvent second = Samples.event(TextContent.of("hello")).toBuilder()
                .type(EventType.MESSAGE)
                .source(EventSource.builder("sms-1", ChannelType.of("other"))
                        .direction(ChannelDirection.OUTBOUND)
                        .rawPayload(Map.of("sid", "SM2"))
                        .build())
                .build();

        assertThat(this.json.writeEvent(first).payloadHash())
                .isEqualTo(this.json.writeEvent(second).payloadHash());
    }

    @Test
    void dependsOnTypeSourceChannelAndContent() {
        RoomEvent event = message(TextContent.of("hello"));

        assertThat(List.of(
                        hash(event),
                        hash(event.toBuilder().type(EventType.SYSTEM).build()),
                        hash(event.toBuilder()
                                .source(EventSource.inbound("sms-2", ChannelType.SMS))
                                .build()),
                        hash(message(TextContent.of("hello!"))),
                        hash(message(new TextContent("hello", "en"))),
                        hash(message(SystemContent.of("hello")))))
                .doesNotHaveDuplicates();
    }

    @Test
    void doesNotDependOnTheOrderOfNames() {
        Map<String, Object> values = Samples.values();
        List<String> names = new ArrayList<>(values.keySet());
        Collections.reverse(names);
        Map<String, Object> reversed = new LinkedHashMap<>();
        names.forEach(name -> reversed.put(name, values.get(name)));

        assertThat(reversed.toString()).isNotEqualTo(values.toString());
        assertThat(hash(message(new SystemContent("x", null, Map.of("m", values)))))
                .isEqualTo(hash(message(new SystemContent("x", null, Map.of("m", reversed)))));
    }

    @Test
    void doesNotDependOnTheFormInWhichANumberWasGiven() {
        assertThat(hash(message(values(1_000)))).isEqualTo(hash(message(values(new BigDecimal("1E3")))));
        assertThat(hash(message(values(0.1)))).isEqualTo(hash(message(values(new BigDecimal("0.1")))));
        assertThat(hash(message(LocationContent.of(0.0, 1)))).isEqualTo(hash(message(LocationContent.of(-0.0, 1))));
    }

    @Test
    void isTheSameForContentThatWasReadBack() {
        for (EventContent content : Samples.contents()) {
            RoomEvent event = message(content);
            RoomEvent read = this.json.readEvent(this.json.write(event), 3);

            assertThat(hash(read)).as(content.type()).isEqualTo(hash(event));
        }
    }

    @Test
    void comesWithTheStoredFormThatTheEventHasAnyhow() {
        for (EventContent content : Samples.contents()) {
            RoomEvent event = Samples.event(content);

            assertThat(this.json.readEvent(this.json.writeEvent(event).json(), event.index()))
                    .isEqualTo(event)
                    .isEqualTo(this.json.readEvent(this.json.write(event), event.index()));
        }
    }

    @Test
    void keepsNullValuesOfFreeFormContentApartFromAbsentOnes() {
        Map<String, Object> withNull = new LinkedHashMap<>();
        withNull.put("a", null);

        assertThat(hash(message(new UnknownContent(withNull))))
                .isNotEqualTo(hash(message(new UnknownContent(Map.of()))));
    }

    private static EventContent values(Object value) {
        return new SystemContent("x", null, Map.of("n", value));
    }

    private static RoomEvent message(EventContent content) {
        return RoomEvent.message("room-1", EventSource.inbound("sms-1", ChannelType.SMS), content);
    }

    private String hash(RoomEvent event) {
        return HexFormat.of().formatHex(this.json.writeEvent(event).payloadHash());
    }
}
