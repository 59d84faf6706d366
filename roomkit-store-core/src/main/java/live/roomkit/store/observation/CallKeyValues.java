package live.roomkit.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Holds the key values of one call, by key. The first key values are kept as they are, neither copied nor sorted: Micrometer
 * asks a convention twice and each handler once more, and copies would be most of an observation's cost.
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

    /** Adds key values, and replaces those of the same keys. */
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
