package live.roomkit.store.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.Access;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelCapabilities;
import live.roomkit.channel.ChannelCategory;
import live.roomkit.channel.ChannelDirection;
import live.roomkit.channel.ChannelMediaType;
import live.roomkit.channel.ChannelType;
import live.roomkit.channel.DeliveryMode;
import live.roomkit.channel.RateLimit;
import live.roomkit.channel.RetryPolicy;
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
import live.roomkit.event.ChannelData;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.participant.ParticipantRole;
import live.roomkit.participant.ParticipantStatus;
import live.roomkit.room.AgentResponsePolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.room.RoomTimers;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** Records with a value in every component, none of them the default. */
final class Samples {

    static final Instant TIME = Instant.parse("2026-03-01T12:30:45.123456Z");

    private Samples() {}

    /** One of each kind of record that a store writes. */
    static List<Record> records() {
        return List.of(event(), room(), binding(), participant(), identity(), task(), observation());
    }

    static RoomEvent event() {
        return event(TextContent.of("hello"));
    }

    static RoomEvent event(EventContent content) {
        return RoomEvent.builder("room-1", source(), content)
                .id("event-1")
                .type(EventType.of("house_rule"))
                .status(EventStatus.BLOCKED)
                .blockedBy("moderation")
                .visibility("internal")
                .addressedTo(List.of("agent-1", "agent-2"))
                .responseVisibility("transport")
                .index(7)
                .chainDepth(2)
                .parentEventId("event-0")
                .correlationId("correlation-1")
                .idempotencyKey("key-1")
                .createdAt(TIME)
                .metadata(values())
                .channelData(new ChannelData("twilio", "external-1", "thread-1", values()))
                .deliveryResults(Map.of("sms-1", Map.of("ok", true)))
                .build();
    }

    static Room room() {
        return Room.builder("room-1")
                .organizationId("organization-1")
                .status(RoomStatus.CLOSED)
                .createdAt(TIME)
                .updatedAt(TIME.plusSeconds(1))
                .closedAt(TIME.plusSeconds(2))
                .timers(new RoomTimers(300L, 600L, TIME.plusSeconds(3)))
                .agentResponsePolicy(AgentResponsePolicy.ADDRESSED_ONLY)
                .metadata(values())
                .eventCount(5)
                .latestIndex(8L)
                .deliveredIndex(6L)
                .build();
    }

    static ChannelBinding binding() {
        return ChannelBinding.builder("room-1", "sms-1", ChannelType.of("carrier_pigeon"))
                .category(ChannelCategory.INTELLIGENCE)
                .direction(ChannelDirection.OUTBOUND)
                .access(Access.WRITE_ONLY)
                .muted(true)
                .outputMuted(true)
                .visibility("none")
                .isGroup(true)
                .participantId("participant-1")
                .lastReadIndex(4L)
                .attachedAt(TIME)
                .capabilities(capabilities())
                .rateLimit(new RateLimit(0.5, 20.0, 1_000.25))
                .retryPolicy(new RetryPolicy(5, 0.25, 30.5, 1.5, List.of("503", "timeout")))
                .metadata(values())
                .build();
    }

    static Participant participant() {
        return Participant.builder("room-1", "participant-1", "sms-1")
                .displayName("Zoë 😀")
                .role(ParticipantRole.OBSERVER)
                .status(ParticipantStatus.INACTIVE)
                .identification(IdentificationStatus.CHALLENGE_SENT)
                .identityId("identity-1")
                .candidates(List.of("identity-2", "identity-3"))
                .connectedVia(List.of("sms-1", "email-1"))
                .externalId("external-1")
                .resolvedAt(TIME.plusSeconds(1))
                .resolvedBy("lookup")
                .joinedAt(TIME)
                .metadata(values())
                .build();
    }

    static Identity identity() {
        return Identity.builder("identity-1")
                .organizationId("organization-1")
                .displayName("Zoë")
                .email("zoe@example.org")
                .phone("+15550100")
                .channelAddresses(Map.of(
                        ChannelType.SMS,
                        List.of("+15550100", "+15550101"),
                        ChannelType.of("carrier_pigeon"),
                        List.of("loft 3")))
                .addresses(List.of(Address.of(ChannelType.WHATSAPP, "user-7").scope("account-1")))
                .externalId("external-1")
                .externalIds(Map.of("crm", "42"))
                .metadata(values())
                .build();
    }

    static Task task() {
        return Task.builder("room-1", "task-1")
                .type("summary")
                .title("Summarize")
                .description("What was said?")
                .data(values())
                .assignedTo("agent-1")
                .createdBy("agent-2")
                .status(TaskStatus.IN_PROGRESS)
                .createdAt(TIME)
                .metadata(values())
                .build();
    }

    static Observation observation() {
        return Observation.builder("room-1", "observation-1")
                .channelId("ai-1")
                .category("mood")
                .content("cheerful")
                .data(values())
                .confidence(0.75)
                .createdAt(TIME)
                .metadata(values())
                .build();
    }

    static EventSource source() {
        return EventSource.builder("sms-1", ChannelType.SMS)
                .direction(ChannelDirection.BIDIRECTIONAL)
                .participantId("participant-1")
                .externalId("external-1")
                .provider("twilio")
                .rawPayload(values())
                .providerMessageId("SM1")
                .build();
    }

    private static ChannelCapabilities capabilities() {
        return ChannelCapabilities.builder()
                .mediaTypes(List.of(ChannelMediaType.RICH, ChannelMediaType.LOCATION))
                .maxLength(160L)
                .supportsThreading(true)
                .supportsReactions(true)
                .supportsEdit(true)
                .supportsDelete(true)
                .supportsReadReceipts(true)
                .supportsTyping(true)
                .supportsTemplates(true)
                .supportsRichText(true)
                .supportsButtons(true)
                .maxButtons(3L)
                .supportsCards(true)
                .supportsQuickReplies(true)
                .supportsMedia(true)
                .supportedMediaTypes(List.of("image/png"))
                .maxMediaSizeBytes(5_000_000_000L)
                .supportsAudio(true)
                .maxAudioDurationSeconds(60L)
                .supportedAudioFormats(List.of("audio/ogg"))
                .supportsVideo(true)
                .maxVideoDurationSeconds(30L)
                .supportedVideoFormats(List.of("video/mp4"))
                .deliveryMode(DeliveryMode.ROUND_ROBIN)
                .custom(values())
                .build();
    }

    /** One of each kind of content. */
    static List<EventContent> contents() {
        List<EventContent> contents = new ArrayList<>(List.of(
                new TextContent("hé \"llo\" \\ / \n 😀 \\u0000", "fr"),
                new RichContent(
                        "<b>hi</b>",
                        RichTextFormat.HTML,
                        "hi",
                        List.of(values(), Map.of()),
                        List.of(values()),
                        List.of("yes", "no")),
                new MediaContent("https://example.org/a.png", "image/png", "a.png", 5_000_000_000L, "A"),
                new LocationContent(-12.5, 179.000001, "Here", "Street 1"),
                new AudioContent("https://example.org/a.mp3", "audio/mpeg", 1.5, "said"),
                new VideoContent("data:video/webm,x", "video/webm", 0.1, "http://example.org/t.png"),
                new SystemContent("closed", "room_closed", values()),
                new TemplateContent("welcome", "de", values(), "Willkommen"),
                new DeleteContent("event-0", DeleteType.ADMIN, "rude"),
                new ToolCallContent(
                        "search",
                        "call-1",
                        values(),
                        List.of(1, values()),
                        ToolCallStatus.FAILED,
                        ToolCallOutcome.UNSERVED,
                        12L,
                        "timeout",
                        values()),
                new ErasedContent(Instant.parse("2026-01-02T03:04:05.678901Z")),
                new UnknownContent(Map.of("type", "hologram", "data", values()))));
        contents.add(new CompositeContent(List.copyOf(contents)));
        contents.add(new EditContent("event-0", new CompositeContent(List.copyOf(contents)), "sender"));
        return contents;
    }

    /** Free-form values of every kind. */
    static Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> nested = new LinkedHashMap<>();
        nested.put("nothing", null);
        nested.put("Mixed_Case/and~signs", "kept");
        Map<String, @Nullable Object> values = new LinkedHashMap<>(nested);
        values.put("text", "hé\"\\\u001f😀");
        values.put("true", true);
        values.put("int", Integer.MIN_VALUE);
        values.put("long", Long.MAX_VALUE);
        values.put("big", BigInteger.TWO.pow(63).add(BigInteger.ONE));
        values.put("huge", new BigDecimal("1E400"));
        values.put("price", new BigDecimal("1.10"));
        values.put("tiny", new BigDecimal("1E-400"));
        values.put("double", 0.1);
        values.put("nested", nested);
        values.put("list", List.of(List.of(), Map.of(), nested));
        return values;
    }
}
