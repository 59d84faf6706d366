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
 * @param channelId the channel, unique within the room
 * @param roomId the room
 * @param channelType what the channel speaks
 * @param category what kind of partner sits behind it; transport unless given
 * @param direction which way events pass; both unless given
 * @param access what the channel may do; read and write unless given
 * @param muted whether the channel's events are ignored
 * @param outputMuted whether nothing is delivered to the channel
 * @param visibility who sees what the channel says, see {@link Visibility}; all unless given
 * @param participantId the participant behind the channel, if it is one person's
 * @param lastReadIndex a plain field of the application; the store's read markers are the truth
 * @param attachedAt when the channel was attached; now unless given, fixed afterwards
 * @param capabilities what the channel can carry
 * @param rateLimit how fast it may be written to, if limited
 * @param retryPolicy how failed deliveries are tried again, if they are
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
        @Nullable Long lastReadIndex,
        Instant attachedAt,
        ChannelCapabilities capabilities,
        @Nullable RateLimit rateLimit,
        @Nullable RetryPolicy retryPolicy,
        Map<String, @Nullable Object> metadata) {

    /** Applies the defaults and refuses what makes no sense. Use {@link #builder}; components may be added. */
    public ChannelBinding {
        Checks.id("channelId", channelId);
        Checks.id("roomId", roomId);
        Checks.notNull("channelType", channelType);
        category = (category != null) ? category : ChannelCategory.TRANSPORT;
        direction = (direction != null) ? direction : ChannelDirection.BIDIRECTIONAL;
        access = (access != null) ? access : Access.READ_WRITE;
        visibility = (visibility != null) ? Checks.id("visibility", visibility) : Visibility.ALL;
        Checks.optionalId("participantId", participantId);
        Checks.optionalNotNegative("lastReadIndex", lastReadIndex);
        attachedAt = Checks.instantOrNow("attachedAt", attachedAt);
        capabilities = (capabilities != null) ? capabilities : ChannelCapabilities.TEXT_ONLY;
        metadata = FreeForm.copy(metadata);
    }

    /** A channel that reads and writes, attached now. */
    public static ChannelBinding of(String roomId, String channelId, ChannelType channelType) {
        return builder(roomId, channelId, channelType).build();
    }

    /** Builds a binding of that channel to that room. */
    public static ChannelBindingBuilder builder(String roomId, String channelId, ChannelType channelType) {
        return ChannelBindingBuilder.builder()
                .roomId(roomId)
                .channelId(channelId)
                .channelType(channelType);
    }

    /** Builds a changed copy. */
    public ChannelBindingBuilder toBuilder() {
        return ChannelBindingBuilder.builder(this);
    }

    /** Whether events from this channel are to be taken: it is not muted and has the right to write. */
    public boolean canWrite() {
        return !this.muted && (this.access == Access.READ_WRITE || this.access == Access.WRITE_ONLY);
    }
}
