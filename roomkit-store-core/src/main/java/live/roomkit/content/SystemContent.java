package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Message of the system itself.
 *
 * @param body the text
 * @param code a code for programs that says what the message is about, if any
 * @param data free-form values
 */
public record SystemContent(String body, @Nullable String code, Map<String, @Nullable Object> data)
        implements EventContent {

    /** Rejects a missing body. */
    public SystemContent {
        Checks.notNull("body", body);
        data = FreeForm.copy(data);
    }

    /** Returns a text without code or data. */
    public static SystemContent of(String body) {
        return new SystemContent(body, null, Map.of());
    }

    @Override
    public String type() {
        return "system";
    }
}
