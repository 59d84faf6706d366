package live.roomkit.store.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;

/** Creates valid records for tests, with as few values as possible. */
final class Samples {

    static final EventSource SOURCE = EventSource.inbound("sms-main", ChannelType.SMS);

    /** Noon of a leap day. Tests add durations to this time to get the times of their records. */
    static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

    private Samples() {}

    static RoomEvent message(String roomId, String text) {
        return event(roomId, text).build();
    }

    static RoomEventBuilder event(String roomId, String text) {
        return RoomEvent.builder(roomId, SOURCE, TextContent.of(text));
    }

    static RoomEvent keyed(String roomId, String text, String idempotencyKey) {
        return event(roomId, text).idempotencyKey(idempotencyKey).build();
    }

    static RoomEvent ofType(String roomId, EventType type) {
        return event(roomId, "something").type(type).build();
    }

    static RoomEvent reply(String roomId, String parentEventId) {
        return event(roomId, "reply").parentEventId(parentEventId).build();
    }

    static RoomEvent at(String roomId, long index) {
        return event(roomId, "at " + index).index(index).build();
    }

    static Room roomOf(String id, String organizationId) {
        return Room.builder(id).organizationId(organizationId).build();
    }

    static Room createdAt(String id, String organizationId, Instant createdAt) {
        return Room.builder(id)
                .organizationId(organizationId)
                .createdAt(createdAt)
                .build();
    }

    static ChannelBinding binding(String roomId, String channelId, String participantId) {
        return ChannelBinding.builder(roomId, channelId, ChannelType.SMS)
                .participantId(participantId)
                .build();
    }

    static ChannelBinding binding(String roomId, String channelId) {
        return ChannelBinding.of(roomId, channelId, ChannelType.SMS);
    }

    static Participant participant(String roomId, String id) {
        return Participant.of(roomId, id, "sms-main");
    }

    static Identity identity(String id, ChannelType channelType, String... addresses) {
        return Identity.builder(id)
                .channelAddresses(Map.of(channelType, List.of(addresses)))
                .build();
    }
}
