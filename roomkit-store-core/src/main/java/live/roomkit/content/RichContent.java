package live.roomkit.content;

import java.util.List;
import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Formatted text with buttons, cards and quick replies.
 *
 * @param body the formatted text
 * @param format the markup language of the body; Markdown by default
 * @param plainText the text without formatting, if given; for channels that do not support formatting
 * @param buttons the buttons, each described by free-form values
 * @param cards the cards, each described by free-form values
 * @param quickReplies the suggested answers that a reader can choose from
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

    /** Applies the default format and rejects a missing body. */
    public RichContent {
        Checks.notNull("body", body);
        format = (format != null) ? format : RichTextFormat.MARKDOWN;
        buttons = FreeForm.copyAll(buttons);
        cards = FreeForm.copyAll(cards);
        quickReplies = Checks.list("quickReplies", quickReplies);
    }

    /** Returns a Markdown text without buttons, cards and quick replies. */
    public static RichContent markdown(String body) {
        return builder(body).build();
    }

    /** Returns a builder that starts with a Markdown text without buttons, cards and quick replies. */
    public static RichContentBuilder builder(String body) {
        return RichContentBuilder.builder().body(body);
    }

    /** Returns a builder that starts with the values of this record. */
    public RichContentBuilder toBuilder() {
        return RichContentBuilder.builder(this);
    }

    @Override
    public String type() {
        return "rich";
    }
}
