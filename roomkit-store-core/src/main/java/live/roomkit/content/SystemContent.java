package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Message from the application itself, such as a notice that a participant joined the room.
 *
 * @param body the text of the message
 * @param code a code by which programs can recognize the kind of message, if any
 * @param data free-form values of the message
 */
public record SystemContent(String body, @Nullable String code, Map<String, @Nullable Object> data)
        implements EventContent {

    /** Rejects a missing text. */
    public SystemContent {
        Checks.notNull("body", body);
        data = FreeForm.copy(data);
    }

    /** Returns a message without code and data. */
    public static SystemContent of(String body) {
        return new SystemContent(body, null, Map.of());
    }

    @Override
    public String type() {
        return "system";
    }
}
