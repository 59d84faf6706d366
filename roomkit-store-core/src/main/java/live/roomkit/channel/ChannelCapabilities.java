package live.roomkit.channel;

import java.util.List;
import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Features of a channel.
 *
 * @param mediaTypes the kinds of content that the channel takes; text only by default
 * @param maxLength the largest number of characters of a text, if limited
 * @param supportsThreading whether a message can have replies
 * @param supportsReactions whether people can react to messages
 * @param supportsEdit whether sent messages can be changed
 * @param supportsDelete whether sent messages can be deleted
 * @param supportsReadReceipts whether the channel reports who read which message
 * @param supportsTyping whether the channel reports who is typing
 * @param supportsTemplates whether the channel takes templates
 * @param supportsRichText whether the channel takes formatted text
 * @param supportsButtons whether the channel takes buttons
 * @param maxButtons the largest number of buttons of a message, if limited
 * @param supportsCards whether the channel takes cards
 * @param supportsQuickReplies whether the channel takes quick replies
 * @param supportsMedia whether the channel takes files and images
 * @param supportedMediaTypes the MIME types that the channel takes; an empty list allows all
 * @param maxMediaSizeBytes the largest size of a file in bytes, if limited
 * @param supportsAudio whether the channel takes sound
 * @param maxAudioDurationSeconds the longest duration of sound in seconds, if limited
 * @param supportedAudioFormats the MIME types of sound that the channel takes; an empty list allows all
 * @param supportsVideo whether the channel takes video
 * @param maxVideoDurationSeconds the longest duration of video in seconds, if limited
 * @param supportedVideoFormats the MIME types of video that the channel takes; an empty list allows all
 * @param deliveryMode the recipients of an event; broadcast by default
 * @param custom free-form values of the channel
 */
@ModelBuilder
public record ChannelCapabilities(
        List<ChannelMediaType> mediaTypes,
        @Nullable Long maxLength,
        boolean supportsThreading,
        boolean supportsReactions,
        boolean supportsEdit,
        boolean supportsDelete,
        boolean supportsReadReceipts,
        boolean supportsTyping,
        boolean supportsTemplates,
        boolean supportsRichText,
        boolean supportsButtons,
        @Nullable Long maxButtons,
        boolean supportsCards,
        boolean supportsQuickReplies,
        boolean supportsMedia,
        List<String> supportedMediaTypes,
        @Nullable Long maxMediaSizeBytes,
        boolean supportsAudio,
        @Nullable Long maxAudioDurationSeconds,
        List<String> supportedAudioFormats,
        boolean supportsVideo,
        @Nullable Long maxVideoDurationSeconds,
        List<String> supportedVideoFormats,
        DeliveryMode deliveryMode,
        Map<String, @Nullable Object> custom) {

    /** Capabilities of a channel that takes plain text only. */
    public static final ChannelCapabilities TEXT_ONLY = builder().build();

    /**
     * Applies the defaults and rejects negative limits. Prefer {@link #builder} to this constructor, since later versions
     * may add components.
     */
    public ChannelCapabilities {
        mediaTypes = (mediaTypes != null) ? Checks.list("mediaTypes", mediaTypes) : List.of(ChannelMediaType.TEXT);
        Checks.optionalNotNegative("maxLength", maxLength);
        Checks.optionalNotNegative("maxButtons", maxButtons);
        supportedMediaTypes = Checks.list("supportedMediaTypes", supportedMediaTypes);
        Checks.optionalNotNegative("maxMediaSizeBytes", maxMediaSizeBytes);
        Checks.optionalNotNegative("maxAudioDurationSeconds", maxAudioDurationSeconds);
        supportedAudioFormats = Checks.list("supportedAudioFormats", supportedAudioFormats);
        Checks.optionalNotNegative("maxVideoDurationSeconds", maxVideoDurationSeconds);
        supportedVideoFormats = Checks.list("supportedVideoFormats", supportedVideoFormats);
        deliveryMode = (deliveryMode != null) ? deliveryMode : DeliveryMode.BROADCAST;
        custom = FreeForm.copy(custom);
    }

    /** Returns a builder that starts with the capabilities of plain text. */
    public static ChannelCapabilitiesBuilder builder() {
        return ChannelCapabilitiesBuilder.builder();
    }

    /** Returns a builder that starts with the values of this record. */
    public ChannelCapabilitiesBuilder toBuilder() {
        return ChannelCapabilitiesBuilder.builder(this);
    }
}
