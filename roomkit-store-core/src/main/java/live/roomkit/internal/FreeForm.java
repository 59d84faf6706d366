package live.roomkit.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
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
 * Copies free-form values such as metadata. Free-form values are text, booleans, {@code null}, numbers, lists and maps.
 *
 * <p>A copy is deep and cannot be modified. A copy has numbers of canonical types, so that a value equals the value
 * that is read back from the store. A number that has no digits after the decimal point when it is written without an
 * exponent becomes the smallest of Integer, Long and BigInteger that can hold it. Every other number, such as 1.0,
 * becomes a BigDecimal. A float or double is first converted to its shortest decimal text. Before Java 19,
 * {@code Double.toString} sometimes returns a longer text, so this class does not call it.
 *
 * <p>The {@code toString} of a copy leaves out values that are nested deeper than {@link #MAX_DEPTH}, and limits the
 * number of characters.
 *
 * <p>A copy may contain values that a store refuses later: values of other Java types, NaN and infinite numbers,
 * numbers of more than {@link #MAX_DIGITS} digits, and values that are nested deeper than {@link #MAX_DEPTH}. The
 * exception of the store names the path of the refused value.
 */
public final class FreeForm {

    public static final int MAX_DEPTH = 100;

    /** Maximum number of digits of a number when it is written without an exponent. */
    public static final int MAX_DIGITS = 1_000;

    private FreeForm() {}

    /** Returns an empty map for {@code null}. */
    public static Map<String, @Nullable Object> copy(@Nullable Map<String, ? extends @Nullable Object> map) {
        return (map != null) ? new Copier().copy(map, 1) : Map.of();
    }

    public static @Nullable Map<String, @Nullable Object> copyOrNull(
            @Nullable Map<String, ? extends @Nullable Object> map) {
        return (map != null) ? new Copier().copy(map, 1) : null;
    }

    /** Returns an empty list for {@code null}. */
    public static List<Map<String, @Nullable Object>> copyAll(
            @Nullable List<? extends Map<String, ? extends @Nullable Object>> maps) {
        Copier copier = new Copier();
        List<Map<String, @Nullable Object>> copies = new ArrayList<>();
        for (Map<String, ? extends @Nullable Object> map : (maps != null) ? maps : List.<Map<String, Object>>of()) {
            copies.add(copier.copy(Checks.notNull("element", map), 1));
        }
        return Collections.unmodifiableList(copies);
    }

    public static @Nullable Object copyValue(@Nullable Object value) {
        return new Copier().copyValue(value, 0);
    }

    /**
     * Copies one value. After the first 1 000 lists and maps, the copier remembers each copy. When the same list or map
     * occurs again at the same nesting depth, the copier reuses the copy. Without this reuse, the time could grow
     * exponentially with the nesting depth, because each map may contain the next deeper map several times.
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
                    throw new IllegalArgumentException("the keys of a map must be of type String");
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

    /**
     * Writes the {@code toString} of copies. An ellipsis replaces each list or map that is nested too deep. After
     * 100 000 characters, an ellipsis replaces the remaining values. A single value of more than 100 000 characters is
     * truncated.
     */
    private static final class Text {

        private static final int MAX_CHARACTERS = 100_000;

        private final StringBuilder text = new StringBuilder();

        static String of(Object copy) {
            Text text = new Text();
            text.append(copy);
            return text.text.toString();
        }

        private void append(@Nullable Object value) {
            if (value instanceof FrozenMap map) {
                appendAll('{', map.entrySet(), '}');
            } else if (value instanceof FrozenList list) {
                appendAll('[', list, ']');
            } else if (value instanceof Map.Entry<?, ?> entry) {
                append(entry.getKey());
                this.text.append('=');
                append(entry.getValue());
            } else if (value instanceof List<?> || (value instanceof Map<?, ?> map && !map.isEmpty())) {
                this.text.append('…');
            } else {
                String scalar = String.valueOf(value);
                this.text.append(scalar, 0, Math.min(scalar.length(), MAX_CHARACTERS));
            }
        }

        private void appendAll(char start, Collection<?> values, char end) {
            this.text.append(start);
            String separator = "";
            for (Object value : values) {
                this.text.append(separator);
                if (this.text.length() >= MAX_CHARACTERS) {
                    this.text.append('…');
                    break;
                }
                append(value);
                separator = ", ";
            }
            this.text.append(end);
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

    /**
     * Unmodifiable map of copied values. {@link FreeForm} copies such a map again only when the map occurs at another
     * nesting depth than {@code depth}.
     */
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

        @Override
        public String toString() {
            return Text.of(this);
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

        @Override
        public String toString() {
            return Text.of(this);
        }
    }
}
