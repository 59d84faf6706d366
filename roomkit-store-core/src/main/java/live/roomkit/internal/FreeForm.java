package live.roomkit.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;

/**
 * Free-form values, as in metadata: text, booleans, {@code null}, numbers, lists and maps.
 *
 * <p>A copy is deep, cannot be modified, and holds each number in one form, so that what is written equals what is
 * read: integral numbers as Integer, Long or BigInteger, whichever is the smallest that fits, all others as
 * BigDecimal; a double by its shortest decimal text, which Java's own is only from version 19 on. What cannot be stored (other types, NaN, nesting deeper than {@link #MAX_DEPTH}) is left as it is, for
 * the JSON mapping to refuse with its path.
 */
public final class FreeForm {

    /** How deep free-form values may be nested. */
    public static final int MAX_DEPTH = 100;

    /** How many digits a number may have, written without an exponent. */
    public static final int MAX_DIGITS = 1_000;

    private FreeForm() {}

    /** A deep copy; absent is empty. */
    public static Map<String, @Nullable Object> copy(@Nullable Map<String, ? extends @Nullable Object> map) {
        return (map != null) ? new Copier().copy(map, 1) : Map.of();
    }

    /** A deep copy, where absent stays absent. */
    public static @Nullable Map<String, @Nullable Object> copyOrNull(
            @Nullable Map<String, ? extends @Nullable Object> map) {
        return (map != null) ? new Copier().copy(map, 1) : null;
    }

    /** A deep copy of a list of maps; absent is empty. */
    public static List<Map<String, @Nullable Object>> copyAll(
            @Nullable List<? extends Map<String, ? extends @Nullable Object>> maps) {
        Copier copier = new Copier();
        List<Map<String, @Nullable Object>> copies = new ArrayList<>();
        for (Map<String, ? extends @Nullable Object> map : (maps != null) ? maps : List.<Map<String, Object>>of()) {
            copies.add(copier.copy(Checks.notNull("element", map), 1));
        }
        return Collections.unmodifiableList(copies);
    }

    /** A deep copy of any free-form value. */
    public static @Nullable Object copyValue(@Nullable Object value) {
        return new Copier().copyValue(value, 0);
    }

    /**
     * Copies one value. From so many lists and maps on it remembers what it copied: few of these, each of which holds
     * another one several times, would take for ever otherwise, long before the mapping can refuse them as too large.
     */
    private static final class Copier {

        private static final int COPIED_WITHOUT_MEMORY = 1_000;

        private int copied;

        private @Nullable Map<Object, Map<Integer, Object>> copies;

        @SuppressWarnings("unchecked")
        Map<String, @Nullable Object> copy(Map<?, ? extends @Nullable Object> map, int depth) {
            if (map instanceof FrozenMap frozen && depth == frozen.depth) {
                return frozen;
            }
            return map.isEmpty()
                    ? Map.of()
                    : (Map<String, @Nullable Object>) remembered(map, depth, () -> copyEntries(map, depth));
        }

        private Map<String, @Nullable Object> copyEntries(Map<?, ? extends @Nullable Object> map, int depth) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 4 / 3 + 1);
            for (Map.Entry<?, ? extends @Nullable Object> entry : map.entrySet()) {
                if (!(entry.getKey() instanceof String key)) {
                    throw new IllegalArgumentException("the keys of a map must be text");
                }
                copy.put(key, copyValue(entry.getValue(), depth));
            }
            return new FrozenMap(copy, depth);
        }

        @Nullable
        Object copyValue(@Nullable Object value, int depth) {
            if (value == null || value instanceof String || value instanceof Boolean) {
                return value;
            }
            if (value instanceof Number number) {
                return canonical(number);
            }
            if (depth >= MAX_DEPTH) {
                return value;
            }
            if (value instanceof Map<?, ?> map) {
                return copy(map, depth + 1);
            }
            return (value instanceof List<?> list)
                    ? remembered(list, depth + 1, () -> copyElements(list, depth + 1))
                    : value;
        }

        private List<@Nullable Object> copyElements(List<?> list, int depth) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            for (Object element : list) {
                copy.add(copyValue(element, depth));
            }
            return new FrozenList(copy);
        }

        /** The copy of a list or map, which may stand at another depth as well. */
        private Object remembered(Object original, int depth, Supplier<Object> copy) {
            if (++this.copied <= COPIED_WITHOUT_MEMORY) {
                return copy.get();
            }
            if (this.copies == null) {
                this.copies = new IdentityHashMap<>();
            }
            Map<Integer, Object> byDepth = this.copies.computeIfAbsent(original, key -> new HashMap<>(2));
            Object known = byDepth.get(depth);
            if (known == null) {
                known = copy.get();
                byDepth.put(depth, known);
            }
            return known;
        }
    }

    private static Number canonical(Number number) {
        if (number instanceof Integer) {
            return number;
        }
        if (number instanceof Long || number instanceof Short || number instanceof Byte) {
            return integral(number.longValue());
        }
        if (number instanceof BigInteger big) {
            return integral(big);
        }
        if (number instanceof Double value) {
            return Double.isFinite(value) ? decimal(new BigDecimal(NumberOutput.toString(value, true))) : number;
        }
        if (number instanceof Float value) {
            return Float.isFinite(value) ? decimal(new BigDecimal(NumberOutput.toString(value, true))) : number;
        }
        return (number instanceof BigDecimal big) ? decimal(big) : number;
    }

    private static Number integral(long value) {
        return ((int) value == value) ? (Number) (int) value : (Number) value;
    }

    private static Number integral(BigInteger value) {
        return (value.bitLength() < Long.SIZE) ? integral(value.longValue()) : value;
    }

    private static Number decimal(BigDecimal value) {
        boolean plain = (long) value.precision() - value.scale() <= MAX_DIGITS;
        return (value.scale() <= 0 && plain) ? integral(value.toBigInteger()) : value;
    }

    /** A map that only {@link FreeForm} makes, hence known to be deeply unmodifiable and in canonical form. */
    private static final class FrozenMap extends AbstractMap<String, @Nullable Object> {

        private final Map<String, @Nullable Object> values;

        private final int depth;

        private FrozenMap(Map<String, @Nullable Object> values, int depth) {
            this.values = Collections.unmodifiableMap(values);
            this.depth = depth;
        }

        @Override
        public Set<Entry<String, @Nullable Object>> entrySet() {
            return this.values.entrySet();
        }

        @Override
        public @Nullable Object get(Object key) {
            return this.values.get(key);
        }

        @Override
        public boolean containsKey(Object key) {
            return this.values.containsKey(key);
        }
    }

    private static final class FrozenList extends AbstractList<@Nullable Object> implements RandomAccess {

        private final List<@Nullable Object> values;

        private FrozenList(List<@Nullable Object> values) {
            this.values = values;
        }

        @Override
        public @Nullable Object get(int index) {
            return this.values.get(index);
        }

        @Override
        public int size() {
            return this.values.size();
        }
    }
}
