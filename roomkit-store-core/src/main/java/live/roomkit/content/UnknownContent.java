package live.roomkit.content;

import java.util.Map;
import live.roomkit.internal.FreeForm;
import org.jspecify.annotations.Nullable;

/**
 * Content that this version of RoomKit cannot read: of a kind it does not know, or not in the form it expects. It is
 * written back as it was read.
 *
 * @param json the content as free-form value, an object unless the stored row is malformed
 */
public record UnknownContent(@Nullable Object json) implements EventContent {

    /** Copies the value. */
    public UnknownContent {
        json = FreeForm.copyValue(json);
    }

    /** What the content itself says is its kind, empty where it says nothing. */
    @Override
    public String type() {
        return (this.json instanceof Map<?, ?> map && map.get("type") instanceof String type) ? type : "";
    }
}
