package live.roomkit.store.postgres;

import java.time.Instant;
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
import live.roomkit.content.TextContent;
import live.roomkit.event.ChannelData;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.participant.ParticipantRole;
import live.roomkit.participant.ParticipantStatus;
import live.roomkit.room.AgentResponsePolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.room.RoomTimers;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;

/** Provides records with a value in every component that differs from the default. */
final class FullRecords {

    static final Instant TIME = Instant.parse("2026-03-04T05:06:07.000009Z");

    private static final Map<String, Object> VALUES = Map.of("tier", "premium", "seats", 3);

    private FullRecords() {}

    /** Writes a room with these events, and one record of every other kind that has the room's id as its own. */
    static void writeTo(ConversationStore store, String id, String... eventIds) {
        store.createRoom(room(id));
        for (String eventId : eventIds) {
            store.addEventAutoIndex(id, event(id, eventId));
        }
        store.addBinding(binding(id, id));
        store.addParticipant(participant(id, id));
        store.addTask(task(id, id));
        store.addObservation(observation(id, id));
        store.createIdentity(identity(id));
    }

    static Room room(String id) {
        return Room.builder(id)
                .organizationId("organization-1")
                .status(RoomStatus.PAUSED)
                .createdAt(TIME)
                .updatedAt(TIME.plusSeconds(1))
                .closedAt(TIME.plusSeconds(2))
                .timers(new RoomTimers(60L, 3_600L, TIME.plusSeconds(3)))
                .agentResponsePolicy(AgentResponsePolicy.ADDRESSED_ONLY)
                .metadata(VALUES)
                .build();
    }

    static RoomEvent event(String roomId, String id) {
        return RoomEvent.builder(roomId, source(), new TextContent("hello", "en"))
                .id(id)
                .type(EventType.REACTION)
                .status(EventStatus.BLOCKED)
                .blockedBy("filter")
                .visibility("internal")
                .addressedTo(List.of("agent-1"))
                .responseVisibility("transport")
                .chainDepth(2)
                .parentEventId("parent of " + id)
                .correlationId("correlation of " + id)
                .idempotencyKey("key of " + id)
                .createdAt(TIME)
                .metadata(VALUES)
                .channelData(new ChannelData("carrier", "external-1", "thread-1", VALUES))
                .deliveryResults(Map.of("sms-main", "sent"))
                .build();
    }

    private static EventSource source() {
        return EventSource.builder("ai-main", ChannelType.AI)
                .direction(ChannelDirection.OUTBOUND)
                .participantId("agent-1")
                .externalId("external-2")
                .provider("carrier")
                .rawPayload(VALUES)
                .providerMessageId("message-1")
                .build();
    }

    static ChannelBinding binding(String roomId, String channelId) {
        return ChannelBinding.builder(roomId, channelId, ChannelType.WHATSAPP)
                .category(ChannelCategory.INTELLIGENCE)
                .direction(ChannelDirection.INBOUND)
                .access(Access.READ_ONLY)
                .muted(true)
                .outputMuted(true)
                .visibility("internal")
                .participantId("agent-1")
                .lastReadIndex(7L)
                .attachedAt(TIME)
                .capabilities(capabilities())
                .rateLimit(new RateLimit(1.5, 60.0, 1_000.0))
                .isGroup(true)
                .retryPolicy(new RetryPolicy(5, 0.5, 30.0, 3.0, List.of("503")))
                .metadata(VALUES)
                .build();
    }

    private static ChannelCapabilities capabilities() {
        return ChannelCapabilities.builder()
                .mediaTypes(List.of(ChannelMediaType.AUDIO, ChannelMediaType.TEXT))
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
                .maxMediaSizeBytes(1L << 40)
                .supportsAudio(true)
                .maxAudioDurationSeconds(60L)
                .supportedAudioFormats(List.of("audio/ogg"))
                .supportsVideo(true)
                .maxVideoDurationSeconds(30L)
                .supportedVideoFormats(List.of("video/mp4"))
                .deliveryMode(DeliveryMode.ROUND_ROBIN)
                .custom(VALUES)
                .build();
    }

    static Participant participant(String roomId, String id) {
        return Participant.builder(roomId, id, "ai-main")
                .displayName("Ann")
                .role(ParticipantRole.AGENT)
                .status(ParticipantStatus.LEFT)
                .identification(IdentificationStatus.UNKNOWN)
                .identityId("identity-1")
                .candidates(List.of("identity-1", "identity-2"))
                .connectedVia(List.of("ai-main", "sms-main"))
                .externalId("external-3")
                .resolvedAt(TIME.plusSeconds(1))
                .resolvedBy("resolver")
                .joinedAt(TIME)
                .metadata(VALUES)
                .build();
    }

    static Identity identity(String id) {
        return Identity.builder(id)
                .organizationId("organization-1")
                .displayName("Ann")
                .email("ann@example.org")
                .phone("+1")
                .channelAddresses(Map.of(ChannelType.SMS, List.of("+1 of " + id, "+2 of " + id)))
                .externalId("external-4")
                .externalIds(Map.of("crm", "4711"))
                .metadata(VALUES)
                .build();
    }

    static Task task(String roomId, String id) {
        return Task.builder(roomId, id)
                .type("follow_up")
                .title("Call back")
                .description("Before noon")
                .data(VALUES)
                .assignedTo("agent-1")
                .createdBy("agent-2")
                .status(TaskStatus.IN_PROGRESS)
                .createdAt(TIME)
                .metadata(VALUES)
                .build();
    }

    static Observation observation(String roomId, String id) {
        return Observation.builder(roomId, id)
                .channelId("ai-main")
                .category("mood")
                .content("content")
                .data(VALUES)
                .confidence(0.25)
                .createdAt(TIME)
                .metadata(VALUES)
                .build();
    }
}
