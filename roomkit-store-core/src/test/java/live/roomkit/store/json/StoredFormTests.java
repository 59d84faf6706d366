package live.roomkit.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelCapabilities;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.AudioContent;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.LocationContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.task.Observation;
import org.junit.jupiter.api.Test;

class StoredFormTests {

    private final RecordJson json = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);

    @Test
    void anEventIsStoredUnderTheNamesOfTheReferenceWithoutItsIndex() {
        RoomEvent event = RoomEvent.builder(
                        "room-1", EventSource.inbound("sms-1", ChannelType.SMS), TextContent.of("hé/😀"))
                .id("event-1")
                .index(7)
                .createdAt(Samples.TIME)
                .metadata(Collections.singletonMap("k", null))
                .build();

        assertThat(text(this.json.write(event)))
                .isEqualTo("{\"id\":\"event-1\",\"room_id\":\"room-1\",\"type\":\"message\","
                        + "\"source\":{\"channel_id\":\"sms-1\",\"channel_type\":\"sms\",\"direction\":\"inbound\","
                        + "\"raw_payload\":{}},\"content\":{\"type\":\"text\",\"body\":\"hé/😀\"},"
                        + "\"status\":\"pending\",\"visibility\":\"all\",\"chain_depth\":0,"
                        + "\"created_at\":\"2026-03-01T12:30:45.123456Z\",\"metadata\":{\"k\":null},"
                        + "\"channel_data\":{\"extra\":{}},\"delivery_results\":{}}");
    }

    @Test
    void aRoomIsStoredWithoutWhatTheStoreManages() {
        Room room = Samples.room().toBuilder().metadata(Map.of("camelCase", 1)).build();

        assertThat(text(this.json.write(room)))
                .isEqualTo("{\"id\":\"room-1\",\"organization_id\":\"organization-1\",\"status\":\"closed\","
                        + "\"created_at\":\"2026-03-01T12:30:45.123456Z\",\"updated_at\":\"2026-03-01T12:30:46.123456Z\","
                        + "\"closed_at\":\"2026-03-01T12:30:47.123456Z\","
                        + "\"timers\":{\"inactive_after_seconds\":300,\"closed_after_seconds\":600},"
                        + "\"agent_response_policy\":\"addressed_only\",\"metadata\":{\"camelCase\":1}}");
    }

    @Test
    void anIdentityIsStoredWithItsAddressesByTypeOfChannel() {
        Identity identity = Identity.builder("identity-1")
                .channelAddresses(Map.of(ChannelType.of("carrier_pigeon"), List.of("loft 3")))
                .externalIds(Map.of("crm", "42"))
                .build();

        assertThat(text(this.json.write(identity)))
                .isEqualTo(
                        "{\"id\":\"identity-1\",\"channel_addresses\":{\"carrier_pigeon\":[\"loft 3\"]},\"addresses\":[],"
                                + "\"external_ids\":{\"crm\":\"42\"},\"metadata\":{}}");
    }

    @Test
    void contentIsStoredWithItsTypeExactlyOnce() {
        CompositeContent content = CompositeContent.of(
                LocationContent.of(1, -0.00001), new UnknownContent(Map.of("type", "hologram")), new UnknownContent(5));

        assertThat(text(this.json.write(Samples.event(content))))
                .contains("\"content\":{\"type\":\"composite\",\"parts\":["
                        + "{\"type\":\"location\",\"latitude\":1.0,\"longitude\":-0.000010},"
                        + "{\"type\":\"hologram\"},5]}");
    }

    @Test
    void computedValuesAreNotStored() {
        assertThat(text(this.json.write(Samples.binding()))).doesNotContain("can_write");
        assertThat(text(this.json.write(Samples.room()))).doesNotContain("cursor");
    }

    @Test
    void identificationUnknownIsAnOrdinaryValue() {
        Participant participant = Participant.builder("room-1", "participant-1", "sms-1")
                .identification(IdentificationStatus.UNKNOWN)
                .build();

        byte[] stored = this.json.write(participant);

        assertThat(text(stored)).contains("\"identification\":\"unknown\"");
        assertThat(this.json.read(stored, Participant.class)).isEqualTo(participant);
    }

    @Test
    void numbersAreStoredPlainAndExact() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("a", BigInteger.TWO.pow(63).add(BigInteger.ONE));
        values.put("b", new BigDecimal("1.10"));
        values.put("c", new BigDecimal("1E3"));
        values.put("d", new BigDecimal("1E-3"));
        values.put("e", 1.0E-7);
        values.put("f", 1.5f);
        values.put("g", (short) 3);
        values.put("h", 1.0E22);

        assertThat(text(this.json.write(values)))
                .isEqualTo("{\"a\":9223372036854775809,\"b\":1.10,\"c\":1000,\"d\":0.001,\"e\":0.00000010,\"f\":1.5,"
                        + "\"g\":3,\"h\":10000000000000000000000}");
    }

    @Test
    void fractionsAreStoredInTheirShortestFormWhateverTheJavaVersion() {
        AudioContent content = new AudioContent("http://x", "audio/ogg", 8.41E21, null);

        assertThat(text(this.json.write(Samples.event(content))))
                .contains("\"duration_seconds\":8410000000000000000000}");
    }

    @Test
    void freeFormValuesAreStoredAlone() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("keepMe", null);
        values.put("list", Arrays.asList(true, null, "x"));

        assertThat(text(this.json.write(values))).isEqualTo("{\"keepMe\":null,\"list\":[true,null,\"x\"]}");
    }

    @Test
    void nullIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.json.write((Record) null))
                .withMessage("record must not be null");
    }

    @Test
    void keysAreTheNamesOfAllComponents() {
        assertThat(RecordJson.keys(Room.class))
                .containsExactly(
                        "id",
                        "organization_id",
                        "status",
                        "created_at",
                        "updated_at",
                        "closed_at",
                        "timers",
                        "agent_response_policy",
                        "metadata",
                        "event_count",
                        "latest_index",
                        "delivered_index");
        assertThat(RecordJson.keys(RoomEvent.class)).contains("index", "room_id", "idempotency_key");
        assertThat(RecordJson.keys(ChannelCapabilities.class)).contains("max_media_size_bytes", "supports_rich_text");
        assertThat(RecordJson.keys(Observation.class)).hasSize(9).isUnmodifiable();
        assertThat(RecordJson.keys(Observation.class)).isSameAs(RecordJson.keys(Observation.class));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
