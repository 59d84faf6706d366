package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Sound.
 *
 * @param url where it is: http, https or data
 * @param mimeType what it is; audio/ogg unless given
 * @param durationSeconds how long it is in seconds, if known
 * @param transcript what was said, if transcribed
 */
public record AudioContent(
        String url,
        String mimeType,
        @Nullable Double durationSeconds,
        @Nullable String transcript) implements EventContent {

    /** Applies the defaults and refuses a URL that is no link and a negative duration. */
    public AudioContent {
        MediaUrl.check("url", url);
        mimeType = (mimeType != null) ? Checks.notBlank("mimeType", mimeType) : "audio/ogg";
        durationSeconds = Checks.optionalNotNegative("durationSeconds", durationSeconds);
    }

    /** A recording of type audio/ogg. */
    public static AudioContent of(String url) {
        return new AudioContent(url, "audio/ogg", null, null);
    }

    @Override
    public String type() {
        return "audio";
    }
}
