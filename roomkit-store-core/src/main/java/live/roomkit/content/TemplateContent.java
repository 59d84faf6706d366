package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * A message made from a template that the carrier knows.
 *
 * @param templateId the template
 * @param language its language; en unless given
 * @param parameters free-form values to fill in
 * @param body the text that results, if known
 */
public record TemplateContent(
        String templateId,
        String language,
        Map<String, @Nullable Object> parameters,
        @Nullable String body) implements EventContent {

    /** Applies the defaults and refuses an absent template. */
    public TemplateContent {
        Checks.notBlank("templateId", templateId);
        language = (language != null) ? language : "en";
        parameters = FreeForm.copy(parameters);
    }

    /** A template in English, filled in with these values. */
    public static TemplateContent of(String templateId, Map<String, ? extends @Nullable Object> parameters) {
        return new TemplateContent(templateId, "en", FreeForm.copy(parameters), null);
    }

    @Override
    public String type() {
        return "template";
    }
}
