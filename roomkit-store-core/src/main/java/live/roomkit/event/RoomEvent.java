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
 * Event in a room, such as a message.
 *
 * @param id the id, unique within the room; a time-ordered UUID by default
 * @param roomId the id of the room
 * @param type the type of the event; a message by default
 * @param source the channel and participant that the event comes from
 * @param content the content of the event
 * @param status the delivery status; pending by default
 * @param blockedBy the name of the rule or program that blocked the event, if it was blocked
 * @param visibility the visibility of the event, see {@link Visibility}; {@code "all"} by default
 * @param addressedTo the ids of the addressees; {@code null} when the event is not addressed to anyone in particular.
 *     The store keeps the difference between {@code null} and an empty list
 * @param responseVisibility the visibility of replies to the event, see {@link Visibility}, if given
 * @param index the position in the room's timeline: 0, 1, 2 …; the store assigns the index, except that
 *     {@code addEvent} uses the index of the given event
 * @param chainDepth the number of consecutive answers by AI agents that led to this event
 * @param parentEventId the id of the event to which this event is a reply, if any
 * @param correlationId an id that related events have in common, if any; at most 1 000 UTF-8 bytes
 * @param idempotencyKey a key by which the store recognizes a second append of the same event, if any; the key is
 *     unique within the room and has at most 1 000 UTF-8 bytes
 * @param createdAt the time at which the event happened; now by default; updates of the stored event do not change it
 * @param metadata free-form values of the application
 * @param channelData the values that the channel stores with the event
 * @param deliveryResults free-form results of the delivery, by channel id
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

    /**
     * Sets missing components to their defaults and rejects invalid values. Prefer {@link #builder} to this
     * constructor, since later versions may add components.
     */
    public RoomEvent {
        id = (id != null) ? Checks.id("id", id) : TimeOrderedUuid.next();
        Checks.id("roomId", roomId);
        type = (type != null) ? type : EventType.MESSAGE;
        Checks.notNull("source", source);
        Checks.notNull("content", content);
        status = (status != null) ? status : EventStatus.PENDING;
        visibility = (visibility != null) ? Checks.visibility("visibility", visibility) : Visibility.ALL;
        addressedTo = (addressedTo != null) ? Checks.list("addressedTo", addressedTo) : null;
        responseVisibility =
                (responseVisibility != null) ? Checks.visibility("responseVisibility", responseVisibility) : null;
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

    /** Returns an event of type message whose {@code createdAt} is the current time. */
    public static RoomEvent message(String roomId, EventSource source, EventContent content) {
        return builder(roomId, source, content).build();
    }

    /** Returns a builder that starts with an event of type message in the room. */
    public static RoomEventBuilder builder(String roomId, EventSource source, EventContent content) {
        return RoomEventBuilder.builder().roomId(roomId).source(source).content(content);
    }

    /** Returns a builder that starts with the values of this record. */
    public RoomEventBuilder toBuilder() {
        return RoomEventBuilder.builder(this);
    }
}
