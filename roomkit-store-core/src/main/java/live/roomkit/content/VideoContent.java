package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Video.
 *
 * @param url where it is: http, https or data
 * @param mimeType what it is; video/mp4 unless given
 * @param durationSeconds how long it is in seconds, if known
 * @param thumbnailUrl where a still picture is, if there is one: http, https or data
 */
public record VideoContent(
        String url,
        String mimeType,
        @Nullable Double durationSeconds,
        @Nullable String thumbnailUrl) implements EventContent {

    /** Applies the defaults and refuses a URL that is no link and a negative duration. */
    public VideoContent {
        MediaUrl.check("url", url);
        mimeType = (mimeType != null) ? Checks.notBlank("mimeType", mimeType) : "video/mp4";
        durationSeconds = Checks.optionalNotNegative("durationSeconds", durationSeconds);
        MediaUrl.checkOptional("thumbnailUrl", thumbnailUrl);
    }

    /** A recording of type video/mp4. */
    public static VideoContent of(String url) {
        return new VideoContent(url, "video/mp4", null, null);
    }

    @Override
    public String type() {
        return "video";
    }
}
