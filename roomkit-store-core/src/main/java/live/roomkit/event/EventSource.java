package live.roomkit.event;

import java.util.Map;
import live.roomkit.channel.ChannelDirection;
import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Where an event came from.
 *
 * @param channelId the channel
 * @param channelType what the channel speaks
 * @param direction whether the event came into the room or goes out; inbound unless given
 * @param participantId whose event it is, if known
 * @param externalId its id in another system, if any
 * @param provider the carrier, if there is one
 * @param rawPayload free-form values as the carrier delivered them
 * @param providerMessageId its id at the carrier, if any
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

    /** Applies the defaults and refuses what makes no sense. */
    public EventSource {
        Checks.id("source.channelId", channelId);
        Checks.notNull("source.channelType", channelType);
        direction = (direction != null) ? direction : ChannelDirection.INBOUND;
        Checks.optionalId("source.participantId", participantId);
        rawPayload = FreeForm.copy(rawPayload);
    }

    /** Something that came in through that channel. */
    public static EventSource inbound(String channelId, ChannelType channelType) {
        return builder(channelId, channelType).build();
    }

    /** Something that goes out through that channel. */
    public static EventSource outbound(String channelId, ChannelType channelType) {
        return builder(channelId, channelType)
                .direction(ChannelDirection.OUTBOUND)
                .build();
    }

    /** Builds a source, at first inbound. */
    public static EventSourceBuilder builder(String channelId, ChannelType channelType) {
        return EventSourceBuilder.builder().channelId(channelId).channelType(channelType);
    }

    /** Builds a changed copy. */
    public EventSourceBuilder toBuilder() {
        return EventSourceBuilder.builder(this);
    }
}
