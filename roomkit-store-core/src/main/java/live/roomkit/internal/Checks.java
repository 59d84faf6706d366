package live.roomkit.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks of arguments and record components. Each refuses with an {@link IllegalArgumentException} that names the
 * argument and what is wrong with it, never the value, which may be somebody's message.
 */
public final class Checks {

    /** The longest page and the largest limit that any list operation accepts. */
    public static final int MAX_LIMIT = 1_000;

    /** The largest event index: the largest integer that every JSON reader keeps exactly. */
    public static final long MAX_INDEX = (1L << 53) - 1;

    private static final int MAX_ID_CHARACTERS = 255;

    private static final int MAX_KEY_BYTES = 1_000;

    private static final int MAX_TYPE_CHARACTERS = 64;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Checks() {}

    /** Refuses {@code null}. */
    public static <T> T notNull(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return value;
    }

    /** Refuses {@code false}, with the message given. */
    public static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Refuses {@code false}, with a message that is made of a name and a problem where it is needed. */
    private static void check(boolean condition, String name, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(name + ' ' + problem);
        }
    }

    /** An id of a record: not blank, at most 255 characters and 1 000 UTF-8 bytes. */
    public static String id(String name, @Nullable String value) {
        String id = notBlank(name, value);
        check(id.length() <= MAX_ID_CHARACTERS, name, "must not be longer than 255 characters");
        return key(name, id);
    }

    /** As {@link #id}, where absent is allowed. */
    public static @Nullable String optionalId(String name, @Nullable String value) {
        return (value != null) ? id(name, value) : null;
    }

    /** A key: not blank, at most 1 000 UTF-8 bytes. */
    public static String key(String name, @Nullable String value) {
        String key = notBlank(name, value);
        check(
                key.length() <= MAX_KEY_BYTES / 4 || key.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES,
                name,
                "must not be longer than 1000 bytes in UTF-8");
        return key;
    }

    /** As {@link #key}, where absent is allowed. */
    public static @Nullable String optionalKey(String name, @Nullable String value) {
        return (value != null) ? key(name, value) : null;
    }

    /** The name of a type that deployments may add to: 1 to 64 printable ASCII characters, no blanks. */
    public static String typeName(String name, @Nullable String value) {
        String type = notBlank(name, value);
        check(type.length() <= MAX_TYPE_CHARACTERS, name, "must not be longer than 64 characters");
        for (int i = 0; i < type.length(); i++) {
            check(type.charAt(i) > ' ' && type.charAt(i) < 0x7f, name, "must be printable ASCII without blanks");
        }
        return type;
    }

    /** Ids without blanks or repeats, in the order given. */
    public static List<String> ids(String name, @Nullable Collection<String> values) {
        Set<String> ids = new LinkedHashSet<>();
        for (String value : orEmpty(values)) {
            ids.add(id(name, value));
        }
        return List.copyOf(ids);
    }

    /** Refuses {@code null} and blank text. */
    public static String notBlank(String name, @Nullable String value) {
        String text = notNull(name, value);
        check(!text.isBlank(), name, "must not be blank");
        return text;
    }

    /**
     * The argument of a look-up: any text that a database can hold. Text that it cannot hold must not reach a driver,
     * which would replace what it cannot encode and find another row.
     */
    public static String text(String name, @Nullable String value) {
        String text = notNull(name, value);
        check(Unicode.firstUnstorable(text) < 0, name + " must not contain U+0000 or a lone surrogate");
        return text;
    }

    /** As {@link #text}, where absent is allowed. */
    public static @Nullable String optionalText(String name, @Nullable String value) {
        return (value != null) ? text(name, value) : null;
    }

    /** The argument of a look-up by several texts: each as {@link #text}. */
    public static Set<String> texts(String name, @Nullable Collection<String> values) {
        Set<String> texts = new LinkedHashSet<>();
        for (String value : notNull(name, values)) {
            texts.add(text(name, value));
        }
        return texts;
    }

    /** An event index: not negative, at most 2<sup>53</sup> − 1. */
    public static long index(String name, long value) {
        check(value >= 0 && value <= MAX_INDEX, name, "must be between 0 and 2^53 - 1");
        return value;
    }

    /** A position: not negative. */
    public static int offset(int value) {
        check(value >= 0, "offset must not be negative");
        return value;
    }

    /** The size of a page: 1 to 1 000. */
    public static int limit(int value) {
        check(value >= 1 && value <= MAX_LIMIT, "limit must be between 1 and " + MAX_LIMIT);
        return value;
    }

    /** A count where negative makes no sense. */
    public static @Nullable Long optionalNotNegative(String name, @Nullable Long value) {
        check(value == null || value >= 0, name, "must not be negative");
        return value;
    }

    /** A duration or rate where negative makes no sense. Negative zero is zero, see {@link #range}. */
    public static @Nullable Double optionalNotNegative(String name, @Nullable Double value) {
        check(value == null || value >= 0, name, "must not be negative");
        check(value == null || Double.isFinite(value), name, "must be finite");
        return (value != null) ? value + 0.0 : null;
    }

    /** A finite number between two bounds, both included. Negative zero, which JSON in a database has not, is zero. */
    public static double range(String name, double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(name + " must be between " + lowest + " and " + highest);
        }
        return value + 0.0;
    }

    /** An instant in the years 1 to 9999, cut to the microseconds that PostgreSQL keeps. */
    public static Instant instant(String name, Instant value) {
        Instant instant = value.truncatedTo(ChronoUnit.MICROS);
        check(!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST), name, "must lie in the years 1 to 9999");
        return instant;
    }

    /** As {@link #instant}, where absent is allowed. */
    public static @Nullable Instant optionalInstant(String name, @Nullable Instant value) {
        return (value != null) ? instant(name, value) : null;
    }

    /** As {@link #instant}, where absent means now. */
    public static Instant instantOrNow(String name, @Nullable Instant value) {
        return instant(name, (value != null) ? value : Instant.now());
    }

    /** A list without {@code null} elements, copied; absent is empty. */
    public static <T> List<T> list(String name, @Nullable Collection<? extends T> values) {
        for (T value : orEmpty(values)) {
            check(value != null, name, "must not contain null");
        }
        return List.copyOf(orEmpty(values));
    }

    /** A set without {@code null} elements, copied, where absent is allowed. */
    public static <T> @Nullable Set<T> optionalSet(String name, @Nullable Set<T> values) {
        return (values != null) ? Set.copyOf(list(name, values)) : null;
    }

    /** A map without {@code null} keys and values, copied; absent is empty. */
    public static <K, V> Map<K, V> map(String name, @Nullable Map<K, V> values) {
        if (values == null) {
            return Map.of();
        }
        values.forEach((key, value) -> check(key != null && value != null, name + " must not contain null"));
        return Map.copyOf(values);
    }

    private static <T> Collection<? extends T> orEmpty(@Nullable Collection<? extends T> values) {
        return (values != null) ? values : List.of();
    }
}
