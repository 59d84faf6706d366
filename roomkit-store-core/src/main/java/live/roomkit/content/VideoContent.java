package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Video recording.
 *
 * @param url the URL of the video, with the scheme http, https or data
 * @param mimeType the MIME type of the video; video/mp4 by default
 * @param durationSeconds the duration of the video in seconds, if known
 * @param thumbnailUrl the URL of a preview image, if any, with the scheme http, https or data
 */
public record VideoContent(
        String url,
        String mimeType,
        @Nullable Double durationSeconds,
        @Nullable String thumbnailUrl) implements EventContent {

    /**
     * Applies the default MIME type. Rejects a negative duration and a URL with a scheme other than http, https or
     * data.
     */
    public VideoContent {
        MediaUrl.check("url", url);
        mimeType = (mimeType != null) ? Checks.notBlank("mimeType", mimeType) : "video/mp4";
        durationSeconds = Checks.optionalNotNegative("durationSeconds", durationSeconds);
        MediaUrl.checkOptional("thumbnailUrl", thumbnailUrl);
    }

    /** Returns a recording of type video/mp4. */
    public static VideoContent of(String url) {
        return new VideoContent(url, "video/mp4", null, null);
    }

    @Override
    public String type() {
        return "video";
    }
}
