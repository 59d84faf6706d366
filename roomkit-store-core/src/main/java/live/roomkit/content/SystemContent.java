package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Something the system says.
 *
 * @param body the text
 * @param code what it is about, for programs
 * @param data free-form values
 */
public record SystemContent(String body, @Nullable String code, Map<String, @Nullable Object> data)
        implements EventContent {

    /** Refuses an absent body. */
    public SystemContent {
        Checks.notNull("body", body);
        data = FreeForm.copy(data);
    }

    /** Text without code or data. */
    public static SystemContent of(String body) {
        return new SystemContent(body, null, Map.of());
    }

    @Override
    public String type() {
        return "system";
    }
}
