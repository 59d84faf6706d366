package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * File or image.
 *
 * @param url the location of the file: http, https or data
 * @param mimeType the MIME type of the file
 * @param filename the name of the file, if it has one
 * @param sizeBytes the size of the file in bytes, if known
 * @param caption a line to show with the file, if any
 */
public record MediaContent(
        String url,
        String mimeType,
        @Nullable String filename,
        @Nullable Long sizeBytes,
        @Nullable String caption) implements EventContent {

    /** Rejects a missing MIME type, a URL of another scheme, and a negative size. */
    public MediaContent {
        MediaUrl.check("url", url);
        Checks.notBlank("mimeType", mimeType);
        Checks.optionalNotNegative("sizeBytes", sizeBytes);
    }

    /** Returns a file of the given type. */
    public static MediaContent of(String url, String mimeType) {
        return new MediaContent(url, mimeType, null, null, null);
    }

    @Override
    public String type() {
        return "media";
    }
}
