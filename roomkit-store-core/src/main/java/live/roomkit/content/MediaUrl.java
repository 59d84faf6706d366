package live.roomkit.content;

import java.util.Locale;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the URL of a content has the scheme http, https or data. Rejects every other scheme, such as
 * {@code javascript}.
 */
final class MediaUrl {

    private MediaUrl() {}

    static void check(String name, String url) {
        Checks.notBlank(name, url);
        String start = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        Checks.check(
                start.startsWith("http://") || start.startsWith("https://") || start.startsWith("data:"),
                name + " must start with http://, https:// or data:");
    }

    static void checkOptional(String name, @Nullable String url) {
        if (url != null) {
            check(name, url);
        }
    }
}
