package live.roomkit.channel;

import java.time.Instant;
import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A channel attached to a room.
 *
 * @param channelId the id of the channel, unique within the room
 * @param roomId the id of the room
 * @param channelType the type of the channel, such as SMS
 * @param category whether the channel leads to people or to an AI; transport by default, which means people
 * @param direction the direction in which events pass through the channel; bidirectional by default
 * @param access the right of the channel to read and add events; read and write by default
 * @param muted whether the application should ignore events from the channel
 * @param outputMuted whether the application should not deliver events to the channel
 * @param visibility the visibility of the channel's events, see {@link Visibility}; all by default
 * @param participantId the id of the participant who uses the channel, if only one participant does
 * @param isGroup whether the channel reaches several people, for example in a group chat
 * @param lastReadIndex the index of the last read event, if the application sets it; the store only stores this value,
 *     and counts unread events by its own {@linkplain live.roomkit.store.ReadMarkerOperations read markers}
 * @param attachedAt the time at which the channel was attached; now by default; it never changes afterwards
 * @param capabilities the features of the channel; plain text by default
 * @param rateLimit the maximum rate of messages to the channel, if limited
 * @param retryPolicy the policy for retrying failed deliveries, if any
 * @param metadata free-form values of the application
 */
@ModelBuilder
public record ChannelBinding(
        String channelId,
        String roomId,
        ChannelType channelType,
        ChannelCategory category,
        ChannelDirection direction,
        Access access,
        boolean muted,
        boolean outputMuted,
        String visibility,
        @Nullable String participantId,
        boolean isGroup,
        @Nullable Long lastReadIndex,
        Instant attachedAt,
        ChannelCapabilities capabilities,
        @Nullable RateLimit rateLimit,
        @Nullable RetryPolicy retryPolicy,
        Map<String, @Nullable Object> metadata) {

    /**
     * Applies the defaults and rejects invalid values. Prefer {@link #builder} to this constructor, since later
     * versions may add components.
     */
    public ChannelBinding {
        Checks.id("channelId", channelId);
        Checks.id("roomId", roomId);
        Checks.notNull("channelType", channelType);
        category = (category != null) ? category : ChannelCategory.TRANSPORT;
        direction = (direction != null) ? direction : ChannelDirection.BIDIRECTIONAL;
        access = (access != null) ? access : Access.READ_WRITE;
        visibility = (visibility != null) ? Checks.visibility("visibility", visibility) : Visibility.ALL;
        Checks.optionalId("participantId", participantId);
        Checks.optionalNotNegative("lastReadIndex", lastReadIndex);
        attachedAt = Checks.instantOrNow("attachedAt", attachedAt);
        capabilities = (capabilities != null) ? capabilities : ChannelCapabilities.TEXT_ONLY;
        metadata = FreeForm.copy(metadata);
    }

    /** Returns a binding of a channel that is attached now. The channel may read and add events. */
    public static ChannelBinding of(String roomId, String channelId, ChannelType channelType) {
        return builder(roomId, channelId, channelType).build();
    }

    /** Returns a builder for a binding of the channel to the room. */
    public static ChannelBindingBuilder builder(String roomId, String channelId, ChannelType channelType) {
        return ChannelBindingBuilder.builder()
                .roomId(roomId)
                .channelId(channelId)
                .channelType(channelType);
    }

    /** Returns a builder that starts with the values of this record. */
    public ChannelBindingBuilder toBuilder() {
        return ChannelBindingBuilder.builder(this);
    }

    /**
     * Tells whether the application should accept events from this channel. This is the case when the channel has write
     * access and is not muted.
     */
    public boolean canWrite() {
        return !this.muted && (this.access == Access.READ_WRITE || this.access == Access.WRITE_ONLY);
    }
}
