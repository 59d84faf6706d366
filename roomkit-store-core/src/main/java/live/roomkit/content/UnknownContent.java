package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Content that this version of RoomKit cannot read, because its kind is unknown or its form differs from the expected
 * one. The store writes it back unchanged.
 *
 * @param json the content as a free-form value; it is an object unless the stored row is malformed
 */
public record UnknownContent(@Nullable Object json) implements EventContent {

    /** Copies the value. */
    public UnknownContent {
        json = FreeForm.copyValue(json);
    }

    /** Returns the kind that the content itself names, or an empty text when it names none. */
    @Override
    public String type() {
        return (this.json instanceof Map<?, ?> map && map.get("type") instanceof String type) ? type : "";
    }
}
