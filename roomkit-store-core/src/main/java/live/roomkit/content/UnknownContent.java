package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Content that this version of RoomKit cannot read: its {@code type} is unknown, or its JSON has unexpected fields or
 * values. The store keeps the content unchanged.
 *
 * @param json the content as a free-form value, usually a map
 */
public record UnknownContent(@Nullable Object json) implements EventContent {

    /** Makes a deep copy of the value. */
    public UnknownContent {
        json = FreeForm.copyValue(json);
    }

    /** Returns the {@code type} in the content, or an empty text when the content has no type. */
    @Override
    public String type() {
        return (this.json instanceof Map<?, ?> map && map.get("type") instanceof String type) ? type : "";
    }
}
