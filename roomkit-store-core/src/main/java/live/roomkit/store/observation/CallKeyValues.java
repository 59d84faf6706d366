package live.roomkit.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Contains the Micrometer key values of one call of a store. Micrometer reads the key values of a call several times.
 * Copying them at each reading would be most of the cost of an observation, so this class returns the stored object
 * itself.
 */
final class CallKeyValues {

    private volatile KeyValues current = KeyValues.empty();

    KeyValues all() {
        return this.current;
    }

    @Nullable
    KeyValue get(String key) {
        for (KeyValue keyValue : all()) {
            if (keyValue.getKey().equals(key)) {
                return keyValue;
            }
        }
        return null;
    }

    /**
     * Adds key values. A new key value replaces an earlier one with the same key. When the new key values replace all
     * earlier ones, the new key values are stored without being copied and sorted.
     */
    synchronized void add(KeyValues added) {
        this.current = replacesAll(added) ? added : this.current.and(added);
    }

    private boolean replacesAll(KeyValues added) {
        for (KeyValue present : this.current) {
            boolean replaced = false;
            for (KeyValue keyValue : added) {
                replaced = replaced || keyValue.getKey().equals(present.getKey());
            }
            if (!replaced) {
                return false;
            }
        }
        return true;
    }

    synchronized void remove(String key) {
        this.current = KeyValues.of(this.current.stream()
                .filter(keyValue -> !keyValue.getKey().equals(key))
                .toList());
    }
}
