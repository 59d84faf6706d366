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
 * @param channelType the protocol or carrier of the channel
 * @param category the kind of partner behind the channel; transport by default
 * @param direction the direction in which events pass; bidirectional by default
 * @param access the right of the channel in the room; read and write by default
 * @param muted whether events from the channel are to be ignored
 * @param outputMuted whether deliveries to the channel are to be left out
 * @param visibility the visibility of the channel's events, see {@link Visibility}; all by default
 * @param participantId the participant behind the channel, if the channel belongs to one person
 * @param isGroup whether the channel reaches a group of people, such as a group chat
 * @param lastReadIndex a plain field of the application; the authoritative value is the store's read marker
 * @param attachedAt the time at which the channel was attached; now by default, fixed afterwards
 * @param capabilities the features of the channel; plain text by default
 * @param rateLimit the limit on the rate of messages to the channel, if any
 * @param retryPolicy the policy for repeating failed deliveries, if any
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
     * Applies the defaults and rejects invalid values. Prefer {@link #builder} to this constructor, since later versions may
     * add components.
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

    /** Returns a binding that may read and write and is attached now. */
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

    /** Checks whether the application should take events from this channel: it is not muted and may write. */
    public boolean canWrite() {
        return !this.muted && (this.access == Access.READ_WRITE || this.access == Access.WRITE_ONLY);
    }
}
