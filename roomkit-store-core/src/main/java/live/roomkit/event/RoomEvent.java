package live.roomkit.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.Visibility;
import live.roomkit.content.EventContent;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import live.roomkit.internal.TimeOrderedUuid;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a room.
 *
 * @param id unique within the room; a time-ordered UUID unless given
 * @param roomId the room
 * @param type what happened; a message unless given
 * @param source where it came from
 * @param content what it says
 * @param status how far it has come; pending unless given
 * @param blockedBy what blocked it, if something did
 * @param visibility who may see it, see {@link Visibility}; all unless given
 * @param addressedTo the ids of those it is meant for; absent when nobody in particular, which is not the same as empty
 * @param responseVisibility who may see answers to it, if said
 * @param index its place in the room, 0, 1, 2 …; given by the store, but kept by {@code addEvent}
 * @param chainDepth how many agents' answers led to it
 * @param parentEventId the event that it answers, if it does
 * @param correlationId what ties it to other events, if anything; at most 1 000 UTF-8 bytes
 * @param idempotencyKey the sender's key, used at most once in a room; at most 1 000 UTF-8 bytes
 * @param createdAt when it happened; now unless given, fixed afterwards
 * @param metadata free-form values of the application
 * @param channelData what its channel remembers with it
 * @param deliveryResults free-form results of the delivery, by channel
 */
@ModelBuilder
public record RoomEvent(
        String id,
        String roomId,
        EventType type,
        EventSource source,
        EventContent content,
        EventStatus status,
        @Nullable String blockedBy,
        String visibility,
        @Nullable List<String> addressedTo,
        @Nullable String responseVisibility,
        long index,
        int chainDepth,
        @Nullable String parentEventId,
        @Nullable String correlationId,
        @Nullable String idempotencyKey,
        Instant createdAt,
        Map<String, @Nullable Object> metadata,
        ChannelData channelData,
        Map<String, @Nullable Object> deliveryResults) {

    /** Applies the defaults and refuses what makes no sense. Use {@link #builder}; components may be added. */
    public RoomEvent {
        id = (id != null) ? Checks.id("id", id) : TimeOrderedUuid.next();
        Checks.id("roomId", roomId);
        type = (type != null) ? type : EventType.MESSAGE;
        Checks.notNull("source", source);
        Checks.notNull("content", content);
        status = (status != null) ? status : EventStatus.PENDING;
        visibility = (visibility != null) ? Checks.id("visibility", visibility) : Visibility.ALL;
        addressedTo = (addressedTo != null) ? Checks.list("addressedTo", addressedTo) : null;
        Checks.optionalId("responseVisibility", responseVisibility);
        Checks.index("index", index);
        Checks.check(chainDepth >= 0, "chainDepth must not be negative");
        Checks.optionalId("parentEventId", parentEventId);
        Checks.optionalKey("correlationId", correlationId);
        Checks.optionalKey("idempotencyKey", idempotencyKey);
        createdAt = Checks.instantOrNow("createdAt", createdAt);
        metadata = FreeForm.copy(metadata);
        channelData = (channelData != null) ? channelData : ChannelData.NONE;
        deliveryResults = FreeForm.copy(deliveryResults);
    }

    /** A message, happening now. */
    public static RoomEvent message(String roomId, EventSource source, EventContent content) {
        return builder(roomId, source, content).build();
    }

    /** Builds an event of that room, at first a message. */
    public static RoomEventBuilder builder(String roomId, EventSource source, EventContent content) {
        return RoomEventBuilder.builder().roomId(roomId).source(source).content(content);
    }

    /** Builds a changed copy. */
    public RoomEventBuilder toBuilder() {
        return RoomEventBuilder.builder(this);
    }
}
