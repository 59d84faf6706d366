package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Plain text.
 *
 * @param body the text, which may be empty
 * @param language the language of the text as a BCP 47 tag, if known
 */
public record TextContent(String body, @Nullable String language) implements EventContent {

    /** Rejects a missing text. */
    public TextContent {
        Checks.notNull("body", body);
    }

    /** Returns a text without a language. */
    public static TextContent of(String body) {
        return new TextContent(body, null);
    }

    @Override
    public String type() {
        return "text";
    }
}
