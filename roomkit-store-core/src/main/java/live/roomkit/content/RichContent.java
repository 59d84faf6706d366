package live.roomkit.content;

import java.util.List;
import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Formatted text, with buttons, cards and quick replies.
 *
 * @param body the formatted text
 * @param format how it is marked up; markdown unless given
 * @param plainText the same for channels without formatting, if given
 * @param buttons free-form values of each button
 * @param cards free-form values of each card
 * @param quickReplies answers to choose from
 */
@ModelBuilder
public record RichContent(
        String body,
        RichTextFormat format,
        @Nullable String plainText,
        List<Map<String, @Nullable Object>> buttons,
        List<Map<String, @Nullable Object>> cards,
        List<String> quickReplies)
        implements EventContent {

    /** Applies the defaults and refuses an absent body. */
    public RichContent {
        Checks.notNull("body", body);
        format = (format != null) ? format : RichTextFormat.MARKDOWN;
        buttons = FreeForm.copyAll(buttons);
        cards = FreeForm.copyAll(cards);
        quickReplies = Checks.list("quickReplies", quickReplies);
    }

    /** Markdown alone. */
    public static RichContent markdown(String body) {
        return builder(body).build();
    }

    /** Builds formatted text, at first markdown alone. */
    public static RichContentBuilder builder(String body) {
        return RichContentBuilder.builder().body(body);
    }

    /** Builds a changed copy. */
    public RichContentBuilder toBuilder() {
        return RichContentBuilder.builder(this);
    }

    @Override
    public String type() {
        return "rich";
    }
}
