package live.roomkit.internal.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.room.Room;
import org.jspecify.annotations.Nullable;

/**
 * A change of top-level keys in a room's metadata.
 *
 * @param values the keys to add or replace, with their values
 * @param unset the keys to remove; none of them is a key of {@code values}
 */
public record RoomPatch(Map<String, @Nullable Object> values, Set<String> unset) {

    /**
     * Returns a change that sets {@code values} and removes the keys {@code unset}. Throws an exception when a key is
     * in both arguments.
     */
    public static RoomPatch of(@Nullable Map<String, ? extends @Nullable Object> values, @Nullable Set<String> unset) {
        Map<String, @Nullable Object> patch = FreeForm.copy(Checks.notNull("patch", values));
        Set<String> removed = Checks.texts("unset", unset);
        Checks.check(removed.stream().noneMatch(patch::containsKey), "a key must not be both in patch and in unset");
        return new RoomPatch(patch, removed);
    }

    public Room applyTo(Room room) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(room.metadata());
        metadata.putAll(this.values);
        metadata.keySet().removeAll(this.unset);
        return room.toBuilder().metadata(metadata).build();
    }
}
