package live.roomkit.channel;

import java.util.List;
import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a channel can carry.
 *
 * @param mediaTypes the kinds of content it takes; text alone unless given
 * @param maxLength characters of text at most, if limited
 * @param supportsThreading whether replies can hang on a message
 * @param supportsReactions whether messages can be reacted to
 * @param supportsEdit whether sent messages can be changed
 * @param supportsDelete whether sent messages can be taken back
 * @param supportsReadReceipts whether it tells who read what
 * @param supportsTyping whether it tells who is typing
 * @param supportsTemplates whether it takes templates
 * @param supportsRichText whether it takes formatted text
 * @param supportsButtons whether it takes buttons
 * @param maxButtons buttons of one message at most, if limited
 * @param supportsCards whether it takes cards
 * @param supportsQuickReplies whether it takes quick replies
 * @param supportsMedia whether it takes files and images
 * @param supportedMediaTypes the MIME types it takes; empty does not restrict
 * @param maxMediaSizeBytes bytes of a file at most, if limited
 * @param supportsAudio whether it takes sound
 * @param maxAudioDurationSeconds seconds of sound at most, if limited
 * @param supportedAudioFormats the MIME types of sound it takes; empty does not restrict
 * @param supportsVideo whether it takes video
 * @param maxVideoDurationSeconds seconds of video at most, if limited
 * @param supportedVideoFormats the MIME types of video it takes; empty does not restrict
 * @param deliveryMode to whom it delivers an event
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

    /** Plain text and nothing else. */
    public static final ChannelCapabilities TEXT_ONLY = builder().build();

    /** Applies the defaults and refuses negative limits. Use {@link #builder}; components may be added. */
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

    /** Builds capabilities, at first those of plain text. */
    public static ChannelCapabilitiesBuilder builder() {
        return ChannelCapabilitiesBuilder.builder();
    }

    /** Builds a changed copy. */
    public ChannelCapabilitiesBuilder toBuilder() {
        return ChannelCapabilitiesBuilder.builder(this);
    }
}
