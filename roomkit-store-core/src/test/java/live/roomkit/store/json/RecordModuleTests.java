package live.roomkit.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.room.RoomStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** Records in the JSON of an application's own mapper. */
class RecordModuleTests {

    private final JsonMapper mapper = JsonMapper.builder()
            .findAndAddModules()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static List<Record> records() {
        List<Record> records = new ArrayList<>(Samples.records());
        records.add(new AppendResult(Samples.event(), true));
        records.add(new RoomContext(Samples.room(), List.of(Samples.binding()), List.of(Samples.participant())));
        records.add(new ThreadSummary(3, Samples.TIME));
        records.add(Samples.room().cursor());
        records.add(Samples.room().timers());
        records.add(Samples.source());
        Samples.contents().forEach(content -> records.add((Record) content));
        return records;
    }

    static List<EventContent> contents() {
        return Samples.contents();
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyComponentOfARecordSurvives(Record record) {
        String json = this.mapper.writeValueAsString(record);

        assertThat((Object) this.mapper.readValue(json, record.getClass())).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyComponentSurvivesInATreeAndAList(Record record) {
        JsonNode tree = this.mapper.valueToTree(record);
        String list = this.mapper.writeValueAsString(List.of(tree, record));

        assertThat((Object) this.mapper.treeToValue(tree, record.getClass())).isEqualTo(record);
        assertThat((Object) this.mapper.readValue(
                        list, this.mapper.getTypeFactory().constructCollectionType(List.class, record.getClass())))
                .isEqualTo(List.of(record, record));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void everyKindOfContentSurvives(EventContent content) {
        RoomEvent event = Samples.event(content);

        assertThat(this.mapper.readValue(this.mapper.writeValueAsString(event), RoomEvent.class))
                .isEqualTo(event);
        assertThat(this.mapper.readValue(this.mapper.writeValueAsString(content), EventContent.class))
                .isEqualTo(content);
    }

    @Test
    void namesAndTimesAreThoseOfTheStoredForm() {
        JsonNode json = this.mapper.valueToTree(Samples.event());

        assertThat(json.at("/room_id").stringValue()).isEqualTo("room-1");
        assertThat(json.at("/created_at").stringValue()).isEqualTo("2026-03-01T12:30:45.123456Z");
        assertThat(json.at("/content/type").stringValue()).isEqualTo("text");
        assertThat(json.at("/source/channel_type").stringValue()).isEqualTo("sms");
        assertThat(json.at("/index").longValue()).isEqualTo(7);
        assertThat(this.mapper.valueToTree(Samples.room()).at("/event_count").longValue())
                .isEqualTo(5);
    }

    @Test
    void anApplicationsOwnTypesAreWrittenAsBefore() {
        Ticket ticket = new Ticket(
                "ticket-1",
                Instant.EPOCH,
                Kind.HARD_ONE,
                RoomStatus.CLOSED,
                Map.of(ChannelType.SMS, EventType.MESSAGE),
                Map.of(RoomStatus.ACTIVE, 2),
                Samples.event());
        String json = this.mapper.writeValueAsString(ticket);

        assertThat(this.mapper.readValue(json, Ticket.class)).isEqualTo(ticket);
        assertThat(json)
                .contains("\"ticketId\":\"ticket-1\"", "\"kind\":\"HARD_ONE\"", "\"roomStatus\":\"closed\"")
                .contains("{\"sms\":\"message\"}", "{\"active\":2}");
    }

    @Test
    void aMapperOfAnotherStyleWritesTheSame() {
        JsonMapper other = JsonMapper.builder()
                .addModule(new RecordModule())
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .build();

        assertThat(other.valueToTree(Samples.event()).toString())
                .isEqualTo(this.mapper.valueToTree(Samples.event()).toString());
    }

    @Test
    void contentOfAnotherKindIsKept() {
        String json = "{\"emotion\":\"joy\",\"type\":\"hologram\",\"size\":1.50,\"parts\":[{\"type\":\"text\"}]}";
        EventContent content = this.mapper.readValue(json, EventContent.class);

        assertThat(content).isInstanceOf(UnknownContent.class);
        assertThat(this.mapper.readTree(this.mapper.writeValueAsString(content)))
                .isEqualTo(this.mapper.readTree(json));
    }

    @Test
    void theTypeMayStandBehindNestedContent() {
        String json = "{\"parts\":[{\"body\":\"hi\",\"type\":\"text\"},{\"parts\":[],\"type\":\"hologram\"}],"
                + "\"type\":\"composite\"}";

        assertThat(this.mapper.readValue(json, EventContent.class))
                .isEqualTo(new CompositeContent(List.of(
                        TextContent.of("hi"), new UnknownContent(Map.of("type", "hologram", "parts", List.of())))));
    }

    @Test
    void aConstantOfANewerVersionIsShownAndReadAgain() {
        String json = this.mapper.writeValueAsString(RoomStatus.UNKNOWN);

        assertThat(json).isEqualTo("\"unknown\"");
        assertThat(this.mapper.readValue("\"brand_new\"", RoomStatus.class)).isEqualTo(RoomStatus.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'r','content':{'type':'text','body':5}} | /content/body must be text",
                "{'content':{'type':'text'}} | /content cannot be read: body must not be null",
                "{'content':'s3cret'} | /content must be an object",
                "{'content':{'body':'s3cret'}} | /content must have a type",
                "{'created_at':'s3cret'} | /created_at must be a time in ISO-8601",
                "{'source':{'channel_type':['s3cret']}} | /source/channel_type must be text",
                "{'addressed_to':{'s3cret':1}} | /addressed_to must be a list",
                "{'addressed_to':['a',5]} | /addressed_to/1 must be text",
                "{'index':'s3cret'} | /index must be an integer",
                "{'metadata':'s3cret'} | /metadata must be an object",
                "{'room_id':'r'} | The value cannot be read: source must not be null",
                "['s3cret'] | The value must be an object"
            })
    void anotherFormIsRefusedByPlaceAndProblem(String json, String problem) {
        assertThatExceptionOfType(MismatchedInputException.class)
                .isThrownBy(() -> this.mapper.readValue(json.replace('\'', '"'), RoomEvent.class))
                .withMessageStartingWith(problem)
                .satisfies(refusal -> assertThat(refusal).hasStackTraceContaining("RecordModuleTests"))
                .satisfies(refusal -> assertThat(
                                Stream.iterate((Throwable) refusal, e -> e != null, Throwable::getCause)
                                        .map(Throwable::getMessage))
                        .noneMatch(message -> message.contains("s3cret")));
    }

    @Test
    void aPlaceInsideAnApplicationsTypeIsNamedWhole() {
        assertThatExceptionOfType(MismatchedInputException.class)
                .isThrownBy(() -> this.mapper.readValue(
                        "[{\"event\":{\"content\":{\"type\":\"text\",\"body\":[]}}}]",
                        new TypeReference<List<Ticket>>() {}))
                .withMessageContaining("/0/event/content/body must be text");
    }

    @Test
    void contentOfAnotherTypeThanWantedIsRefused() {
        assertThatExceptionOfType(MismatchedInputException.class)
                .isThrownBy(() ->
                        this.mapper.readValue("{\"type\":\"delete\",\"target_event_id\":\"e\"}", TextContent.class))
                .withMessageContaining("must be content of another type");
    }

    @Test
    void everyConstantTravelsByItsStoredName() {
        for (RoomStatus status : EnumSet.allOf(RoomStatus.class)) {
            String json = this.mapper.writeValueAsString(Map.of("status", status));
            assertThat(json).isEqualTo("{\"status\":\"" + status.name().toLowerCase(Locale.ROOT) + "\"}");
        }
        assertThat(Room.of("room-1").status()).isEqualTo(this.mapper.readValue("\"active\"", RoomStatus.class));
    }

    enum Kind {
        HARD_ONE
    }

    record Ticket(
            String ticketId,
            Instant openedAt,
            Kind kind,
            RoomStatus roomStatus,
            Map<ChannelType, EventType> types,
            Map<RoomStatus, Integer> rooms,
            RoomEvent event) {}
}
