package live.roomkit.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The key values of one call, by key. What is added to none is kept as it is, neither copied nor sorted again: that is
 * most of what an observation costs otherwise, since a convention is asked twice and each handler once more.
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

    /** Adds key values, in place of those that have the same keys. */
    synchronized void add(KeyValues added) {
        this.current = this.current.and(added);
    }

    synchronized void remove(String key) {
        this.current = KeyValues.of(this.current.stream()
                .filter(keyValue -> !keyValue.getKey().equals(key))
                .toList());
    }
}
