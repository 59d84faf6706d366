package live.roomkit.event;

import java.util.Map;
import live.roomkit.channel.ChannelDirection;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Source of an event: the channel and, if known, the participant that the event comes from.
 *
 * @param channelId the id of the channel
 * @param channelType the type of the channel
 * @param direction whether the event comes into the room or leaves the room; inbound by default
 * @param participantId the id of the participant who caused the event, if known
 * @param externalId the id of the event in an external system, if any
 * @param provider the messaging provider, if any
 * @param rawPayload the message as the messaging provider delivered it, as free-form values
 * @param providerMessageId the id that the messaging provider gave the message, if any
 */
@ModelBuilder
public record EventSource(
        String channelId,
        ChannelType channelType,
        ChannelDirection direction,
        @Nullable String participantId,
        @Nullable String externalId,
        @Nullable String provider,
        Map<String, @Nullable Object> rawPayload,
        @Nullable String providerMessageId) {

    /** Applies the default direction and rejects invalid values. */
    public EventSource {
        Checks.id("source.channelId", channelId);
        Checks.notNull("source.channelType", channelType);
        direction = (direction != null) ? direction : ChannelDirection.INBOUND;
        Checks.optionalId("source.participantId", participantId);
        rawPayload = FreeForm.copy(rawPayload);
    }

    /** Returns the source of an event that came in through the channel. */
    public static EventSource inbound(String channelId, ChannelType channelType) {
        return builder(channelId, channelType).build();
    }

    /** Returns a source with the direction {@code OUTBOUND}, for an event that leaves the room through the channel. */
    public static EventSource outbound(String channelId, ChannelType channelType) {
        return builder(channelId, channelType)
                .direction(ChannelDirection.OUTBOUND)
                .build();
    }

    /** Returns a builder that starts with an inbound source. */
    public static EventSourceBuilder builder(String channelId, ChannelType channelType) {
        return EventSourceBuilder.builder().channelId(channelId).channelType(channelType);
    }

    /** Returns a builder that starts with the values of this record. */
    public EventSourceBuilder toBuilder() {
        return EventSourceBuilder.builder(this);
    }
}
