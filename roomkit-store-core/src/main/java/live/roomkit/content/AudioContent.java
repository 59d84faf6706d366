package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Audio recording.
 *
 * @param url the URL of the recording, with the scheme http, https or data
 * @param mimeType the MIME type of the recording; audio/ogg by default
 * @param durationSeconds the duration of the recording in seconds, if known
 * @param transcript the transcribed text of the recording, if any
 */
public record AudioContent(
        String url,
        String mimeType,
        @Nullable Double durationSeconds,
        @Nullable String transcript) implements EventContent {

    /**
     * Applies the default MIME type. Rejects a negative duration, and a URL with a scheme other than http, https or
     * data.
     */
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
