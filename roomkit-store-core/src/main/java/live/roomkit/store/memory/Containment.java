package live.roomkit.store.memory;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a free-form value contains another one, by the rules of PostgreSQL's operator {@code @>}. A map M
 * contains a map N when M has all keys of N, and for each of these keys, the value in M contains the value in N. A list
 * K contains a list L when each element of L is contained in an element of K. Any other value contains only an equal
 * value. Numbers are compared by value: 1.0 contains 1.
 */
final class Containment {

    private Containment() {}

    static boolean contains(Map<?, ?> map, Map<?, ?> pattern) {
        return pattern.entrySet().stream()
                .allMatch(entry ->
                        map.containsKey(entry.getKey()) && contains(map.get(entry.getKey()), entry.getValue()));
    }

    private static boolean contains(List<?> list, List<?> pattern) {
        return pattern.stream().allMatch(wanted -> list.stream().anyMatch(element -> contains(element, wanted)));
    }

    private static boolean contains(@Nullable Object value, @Nullable Object pattern) {
        if (value instanceof Map<?, ?> map && pattern instanceof Map<?, ?> wanted) {
            return contains(map, wanted);
        }
        if (value instanceof List<?> list && pattern instanceof List<?> wanted) {
            return contains(list, wanted);
        }
        if (value instanceof Number number && pattern instanceof Number wanted) {
            return new BigDecimal(number.toString()).compareTo(new BigDecimal(wanted.toString())) == 0;
        }
        return Objects.equals(value, pattern);
    }
}
