package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Message created from a template that is registered with the messaging provider.
 *
 * @param templateId the id of the template
 * @param language the language of the template; en by default
 * @param parameters the free-form values of the template's placeholders
 * @param body the text that results from the template, if known
 */
public record TemplateContent(
        String templateId,
        String language,
        Map<String, @Nullable Object> parameters,
        @Nullable String body) implements EventContent {

    /** Applies the default language and rejects a missing template id. */
    public TemplateContent {
        Checks.notBlank("templateId", templateId);
        language = (language != null) ? language : "en";
        parameters = FreeForm.copy(parameters);
    }

    /** Returns a message from an English template with the given parameters. */
    public static TemplateContent of(String templateId, Map<String, ? extends @Nullable Object> parameters) {
        return new TemplateContent(templateId, "en", FreeForm.copy(parameters), null);
    }

    @Override
    public String type() {
        return "template";
    }
}
