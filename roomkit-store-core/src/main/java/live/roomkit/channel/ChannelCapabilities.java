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
 * @param mediaTypes the kinds of content that the channel supports; text only by default
 * @param maxLength the maximum number of characters of a text, if limited
 * @param supportsThreading whether a message can have replies
 * @param supportsReactions whether people can react to messages
 * @param supportsEdit whether sent messages can be changed
 * @param supportsDelete whether sent messages can be deleted
 * @param supportsReadReceipts whether the channel reports who read which message
 * @param supportsTyping whether the channel reports who is typing
 * @param supportsTemplates whether the channel supports message templates
 * @param supportsRichText whether the channel supports formatted text
 * @param supportsButtons whether the channel supports buttons in messages
 * @param maxButtons the maximum number of buttons of a message, if limited
 * @param supportsCards whether the channel supports cards in messages
 * @param supportsQuickReplies whether the channel supports quick replies
 * @param supportsMedia whether the channel supports files and images
 * @param supportedMediaTypes the supported MIME types of files and images; an empty list means all types
 * @param maxMediaSizeBytes the maximum size of a file in bytes, if limited
 * @param supportsAudio whether the channel supports audio
 * @param maxAudioDurationSeconds the maximum duration of audio in seconds, if limited
 * @param supportedAudioFormats the supported MIME types of audio; an empty list means all types
 * @param supportsVideo whether the channel supports video
 * @param maxVideoDurationSeconds the maximum duration of video in seconds, if limited
 * @param supportedVideoFormats the supported MIME types of video; an empty list means all types
 * @param deliveryMode the recipients to whom the channel delivers an event; broadcast by default
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

    /** Capabilities of a channel that supports plain text only. */
    public static final ChannelCapabilities TEXT_ONLY = builder().build();

    /**
     * Applies the defaults and rejects negative limits. Prefer {@link #builder} to this constructor, since later
     * versions may add components.
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

    /** Returns a builder that starts with the capabilities of a channel for plain text only. */
    public static ChannelCapabilitiesBuilder builder() {
        return ChannelCapabilitiesBuilder.builder();
    }

    /** Returns a builder that starts with the values of this record. */
    public ChannelCapabilitiesBuilder toBuilder() {
        return ChannelCapabilitiesBuilder.builder(this);
    }
}
