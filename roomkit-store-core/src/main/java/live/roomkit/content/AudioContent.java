package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Sound recording.
 *
 * @param url the location of the recording: http, https or data
 * @param mimeType the MIME type; audio/ogg by default
 * @param durationSeconds the duration in seconds, if known
 * @param transcript the spoken text, if transcribed
 */
public record AudioContent(
        String url,
        String mimeType,
        @Nullable Double durationSeconds,
        @Nullable String transcript) implements EventContent {

    /** Applies the defaults and rejects a URL of another scheme and a negative duration. */
    public AudioContent {
        MediaUrl.check("url", url);
        mimeType = (mimeType != null) ? Checks.notBlank("mimeType", mimeType) : "audio/ogg";
        durationSeconds = Checks.optionalNotNegative("durationSeconds", durationSeconds);
    }

    /** Returns a recording of type audio/ogg. */
    public static AudioContent of(String url) {
        return new AudioContent(url, "audio/ogg", null, null);
    }

    @Override
    public String type() {
        return "audio";
    }
}
