package live.roomkit.boot.autoconfigure.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.AudioContent;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.DeleteType;
import live.roomkit.content.EditContent;
import live.roomkit.content.ErasedContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.LocationContent;
import live.roomkit.content.MediaContent;
import live.roomkit.content.RichContent;
import live.roomkit.content.RichTextFormat;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TemplateContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.content.ToolCallOutcome;
import live.roomkit.content.ToolCallStatus;
import live.roomkit.content.UnknownContent;
import live.roomkit.content.VideoContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.json.JsonMapper;

/** Records as a controller takes and returns them. */
class RecordsOverHttpTests {

    private static final Map<String, Object> VALUES = Map.of("tier", "gold", "Keys_stay", List.of(1, true));

    private static JsonMapper mapper;

    @BeforeAll
    static void takeTheMapperOfAnApplication() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .run(context -> mapper = context.getBean(JsonMapper.class));
    }

    static Stream<Record> records() {
        return Stream.of(
                room(),
                event(TextContent.of("hello")),
                binding(),
                participant(),
                Identity.builder("identity-1")
                        .channelAddresses(Map.of(ChannelType.SMS, List.of("+1")))
                        .build(),
                Task.builder("room-1", "task-1").type("call").title("Call back").build(),
                Observation.builder("room-1", "observation-1")
                        .channelId("ai-1")
                        .content("cheerful")
                        .build(),
                new RoomContext(room(), List.of(binding()), List.of(participant())),
                new AppendResult(event(TextContent.of("hello")), true),
                new ThreadSummary(3, Instant.EPOCH),
                new Cursor(Instant.EPOCH, "room-1"));
    }

    static List<EventContent> contents() {
        TextContent text = new TextContent("hello", "en");
        return List.of(
                text,
                new RichContent("<b>hi</b>", RichTextFormat.HTML, "hi", List.of(VALUES), List.of(), List.of("yes")),
                new MediaContent("https://example.org/a.png", "image/png", "a.png", 5L, "A"),
                new LocationContent(-12.5, 179.0, "Here", null),
                new AudioContent("https://example.org/a.mp3", "audio/mpeg", 1.5, "said"),
                new VideoContent("https://example.org/a.webm", "video/webm", 0.5, null),
                new SystemContent("closed", "room_closed", VALUES),
                new TemplateContent("welcome", "de", VALUES, null),
                new DeleteContent("event-0", DeleteType.ADMIN, null),
                new ToolCallContent(
                        "search",
                        "call-1",
                        VALUES,
                        List.of(1),
                        ToolCallStatus.COMPLETED,
                        ToolCallOutcome.SERVED,
                        12L,
                        null,
                        VALUES),
                new CompositeContent(List.of(text, new UnknownContent(Map.of("type", "hologram", "size", 3)))),
                new EditContent("event-0", text, "sender"),
                new ErasedContent(Instant.parse("2026-01-02T03:04:05Z")),
                new UnknownContent(Map.of("type", "hologram", "size", 3)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordSurvives(Record record) {
        assertSurvives(record);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void everyKindOfContentSurvives(EventContent content) {
        assertSurvives(event(content));
    }

    @Test
    void everyKindOfContentIsSampled() {
        assertThat(contents())
                .extracting(Object::getClass)
                .hasSize(EventContent.class.getPermittedSubclasses().length)
                .doesNotHaveDuplicates();
    }

    @Test
    void recordsSurviveInsideTypesOfTheApplication() {
        Page page = new Page("page-1", List.of(event(TextContent.of("hello"))), Map.of("room-1", room()));

        MvcTestResult answer = post("/page", page);

        assertThat(answer)
                .hasStatus(HttpStatus.OK)
                .bodyJson()
                .convertTo(Page.class)
                .isEqualTo(page);
        assertThat(answer)
                .bodyText()
                .contains("\"pageId\":\"page-1\"", "\"roomsById\"", "\"room_id\":\"room-1\"", "\"type\":\"text\"");
    }

    @Test
    void anotherFormIsABadRequestThatNamesTheField() {
        MvcTestResult answer = post(
                "/page", "{\"pageId\":\"p\",\"events\":[{\"content\":{\"type\":\"text\",\"body\":[\"s3cret\"]}}]}");

        assertThat(answer)
                .hasStatus(HttpStatus.BAD_REQUEST)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyText()
                .doesNotContain("s3cret");
        assertThat(answer.getMvcResult().getResolvedException())
                .isInstanceOf(HttpMessageNotReadableException.class)
                .hasMessageContaining("/events/0/content/body must be text")
                .hasMessageNotContaining("s3cret");
    }

    private static void assertSurvives(Record record) {
        MvcTestResult answer = post("/" + record.getClass().getSimpleName(), record);

        assertThat(answer)
                .hasStatus(HttpStatus.OK)
                .bodyJson()
                .convertTo(record.getClass())
                .isEqualTo(record);
    }

    private static MvcTestResult post(String path, Object body) {
        JacksonJsonHttpMessageConverter converter = new JacksonJsonHttpMessageConverter(mapper);
        return MockMvcTester.of(
                        List.of(new Echo()),
                        mvc -> mvc.setMessageConverters(converter)
                                .setControllerAdvice(new FrameworkProblems())
                                .build())
                .withHttpMessageConverters(List.of(converter))
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content((body instanceof String json) ? json : mapper.writeValueAsString(body))
                .exchange();
    }

    private static Room room() {
        return Room.builder("room-1")
                .metadata(VALUES)
                .eventCount(3)
                .latestIndex(4L)
                .deliveredIndex(2L)
                .build();
    }

    private static RoomEvent event(EventContent content) {
        return RoomEvent.builder("room-1", EventSource.inbound("sms-1", ChannelType.SMS), content)
                .index(7)
                .metadata(VALUES)
                .build();
    }

    private static ChannelBinding binding() {
        return ChannelBinding.builder("room-1", "sms-1", ChannelType.of("carrier_pigeon"))
                .build();
    }

    private static Participant participant() {
        return Participant.builder("room-1", "participant-1", "sms-1").build();
    }

    /** Answers as Spring MVC does with {@code spring.mvc.problemdetails.enabled}. */
    @ControllerAdvice
    static class FrameworkProblems extends ResponseEntityExceptionHandler {}

    record Page(String pageId, List<RoomEvent> events, Map<String, Room> roomsById) {}

    /** Returns what it is sent. */
    @RestController
    static class Echo {

        @PostMapping("/page")
        Page page(@RequestBody Page page) {
            return page;
        }

        @PostMapping("/Room")
        Room room(@RequestBody Room room) {
            return room;
        }

        @PostMapping("/RoomEvent")
        RoomEvent event(@RequestBody RoomEvent event) {
            return event;
        }

        @PostMapping("/ChannelBinding")
        ChannelBinding binding(@RequestBody ChannelBinding binding) {
            return binding;
        }

        @PostMapping("/Participant")
        Participant participant(@RequestBody Participant participant) {
            return participant;
        }

        @PostMapping("/Identity")
        Identity identity(@RequestBody Identity identity) {
            return identity;
        }

        @PostMapping("/Task")
        Task task(@RequestBody Task task) {
            return task;
        }

        @PostMapping("/Observation")
        Observation observation(@RequestBody Observation observation) {
            return observation;
        }

        @PostMapping("/RoomContext")
        RoomContext context(@RequestBody RoomContext context) {
            return context;
        }

        @PostMapping("/AppendResult")
        AppendResult result(@RequestBody AppendResult result) {
            return result;
        }

        @PostMapping("/ThreadSummary")
        ThreadSummary summary(@RequestBody ThreadSummary summary) {
            return summary;
        }

        @PostMapping("/Cursor")
        Cursor cursor(@RequestBody Cursor cursor) {
            return cursor;
        }
    }
}
