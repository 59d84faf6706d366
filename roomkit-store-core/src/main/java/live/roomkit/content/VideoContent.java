package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Video recording.
 *
 * @param url the location of the video: http, https or data
 * @param mimeType the MIME type; video/mp4 by default
 * @param durationSeconds the duration in seconds, if known
 * @param thumbnailUrl the location of a still picture, if there is one: http, https or data
 */
public record VideoContent(
        String url,
        String mimeType,
        @Nullable Double durationSeconds,
        @Nullable String thumbnailUrl) implements EventContent {

    /** Applies the defaults and rejects a URL of another scheme and a negative duration. */
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
