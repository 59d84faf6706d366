package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A file or an image.
 *
 * @param url where it is: http, https or data
 * @param mimeType what it is
 * @param filename its name, if it has one
 * @param sizeBytes its size in bytes, if known
 * @param caption a line to show with it, if any
 */
public record MediaContent(
        String url,
        String mimeType,
        @Nullable String filename,
        @Nullable Long sizeBytes,
        @Nullable String caption) implements EventContent {

    /** Refuses an absent MIME type, a URL that is no link, and a negative size. */
    public MediaContent {
        MediaUrl.check("url", url);
        Checks.notBlank("mimeType", mimeType);
        Checks.optionalNotNegative("sizeBytes", sizeBytes);
    }

    /** A file of that type. */
    public static MediaContent of(String url, String mimeType) {
        return new MediaContent(url, mimeType, null, null, null);
    }

    @Override
    public String type() {
        return "media";
    }
}
