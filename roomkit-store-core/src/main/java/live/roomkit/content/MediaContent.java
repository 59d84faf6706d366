package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * File or image.
 *
 * @param url the URL of the file, with the scheme http, https or data
 * @param mimeType the MIME type of the file
 * @param filename the name of the file, if it has one
 * @param sizeBytes the size of the file in bytes, if known
 * @param caption the caption to show with the file, if any
 */
public record MediaContent(
        String url,
        String mimeType,
        @Nullable String filename,
        @Nullable Long sizeBytes,
        @Nullable String caption) implements EventContent {

    /** Rejects a missing MIME type, a negative size, and a URL with a scheme other than http, https or data. */
    public MediaContent {
        MediaUrl.check("url", url);
        Checks.notBlank("mimeType", mimeType);
        Checks.optionalNotNegative("sizeBytes", sizeBytes);
    }

    /** Returns a file with the given URL and MIME type. */
    public static MediaContent of(String url, String mimeType) {
        return new MediaContent(url, mimeType, null, null, null);
    }

    @Override
    public String type() {
        return "media";
    }
}
