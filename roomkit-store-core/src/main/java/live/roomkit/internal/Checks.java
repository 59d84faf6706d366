package live.roomkit.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks arguments and record components, and returns the checked values. A check that fails throws an
 * {@link IllegalArgumentException} that names the argument and the problem. The message never contains the value, which
 * may be private text.
 */
public final class Checks {

    /** Maximum number of records in a page of any list operation. */
    public static final int MAX_LIMIT = 1_000;

    /**
     * Largest event index. Every JSON parser reads the indices up to this one exactly, even a parser that reads each
     * number as a double.
     */
    public static final long MAX_INDEX = (1L << 53) - 1;

    private static final int MAX_ID_CHARACTERS = 255;

    private static final int MAX_KEY_BYTES = 1_000;

    private static final int MAX_VISIBILITY_CHARACTERS = 8_000;

    private static final int MAX_TYPE_CHARACTERS = 64;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Checks() {}

    public static <T> T notNull(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return value;
    }

    public static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Joins {@code name} and {@code problem} into the message of an {@link IllegalArgumentException} only when the
     * condition is {@code false}, so that a check that succeeds creates no text.
     */
    private static void check(boolean condition, String name, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(name + ' ' + problem);
        }
    }

    /** Rejects {@code null}, blank text, and text of more than 255 characters or 1 000 UTF-8 bytes. */
    public static String id(String name, @Nullable String value) {
        String id = notBlank(name, value);
        check(id.length() <= MAX_ID_CHARACTERS, name, "must not be longer than 255 characters");
        return key(name, id);
    }

    public static @Nullable String optionalId(String name, @Nullable String value) {
        return (value != null) ? id(name, value) : null;
    }

    /**
     * Checks an idempotency key or a correlation id. Rejects {@code null}, blank text, and text of more than 1 000
     * UTF-8 bytes.
     */
    public static String key(String name, @Nullable String value) {
        String key = notBlank(name, value);
        check(
                key.length() <= MAX_KEY_BYTES / 4 || key.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES,
                name,
                "must not be longer than 1000 bytes in UTF-8");
        return key;
    }

    public static @Nullable String optionalKey(String name, @Nullable String value) {
        return (value != null) ? key(name, value) : null;
    }

    /** Rejects {@code null}, blank text, and text of more than 8 000 characters. */
    public static String visibility(String name, @Nullable String value) {
        String visibility = notBlank(name, value);
        check(visibility.length() <= MAX_VISIBILITY_CHARACTERS, name, "must not be longer than 8000 characters");
        return visibility;
    }

    /** Checks the name of an event type or channel type. Requires 1 to 64 printable ASCII characters and no blank. */
    public static String typeName(String name, @Nullable String value) {
        String type = notBlank(name, value);
        check(type.length() <= MAX_TYPE_CHARACTERS, name, "must not be longer than 64 characters");
        for (int i = 0; i < type.length(); i++) {
            check(type.charAt(i) > ' ' && type.charAt(i) < 0x7f, name, "must be printable ASCII without blanks");
        }
        return type;
    }

    /** Returns the given ids without duplicates, in the same order. Checks each id as {@link #id} does. */
    public static List<String> ids(String name, @Nullable Collection<String> values) {
        Set<String> ids = new LinkedHashSet<>();
        for (String value : orEmpty(values)) {
            ids.add(id(name, value));
        }
        return List.copyOf(ids);
    }

    public static String notBlank(String name, @Nullable String value) {
        String text = notNull(name, value);
        check(!text.isBlank(), name, "must not be blank");
        return text;
    }

    /**
     * Checks a text that a query searches for, such as an id. Rejects {@code null} and text that PostgreSQL cannot
     * store. Without this check, the JDBC driver would send a lone surrogate as a question mark, and the search might
     * find the wrong row.
     */
    public static String text(String name, @Nullable String value) {
        String text = notNull(name, value);
        check(Unicode.firstUnstorable(text) < 0, name + " must not contain U+0000 or a lone surrogate");
        return text;
    }

    public static @Nullable String optionalText(String name, @Nullable String value) {
        return (value != null) ? text(name, value) : null;
    }

    public static Set<String> texts(String name, @Nullable Collection<String> values) {
        Set<String> texts = new LinkedHashSet<>();
        for (String value : notNull(name, values)) {
            texts.add(text(name, value));
        }
        return texts;
    }

    /** Rejects an index that is negative or greater than {@link #MAX_INDEX}. */
    public static long index(String name, long value) {
        check(value >= 0 && value <= MAX_INDEX, name, "must be between 0 and 2^53 - 1");
        return value;
    }

    /** Rejects a negative number. */
    public static int offset(int value) {
        check(value >= 0, "offset must not be negative");
        return value;
    }

    /** Rejects a number outside 1 to {@link #MAX_LIMIT}. */
    public static int limit(int value) {
        check(value >= 1 && value <= MAX_LIMIT, "limit must be between 1 and " + MAX_LIMIT);
        return value;
    }

    public static @Nullable Long optionalNotNegative(String name, @Nullable Long value) {
        check(value == null || value >= 0, name, "must not be negative");
        return value;
    }

    /** Rejects a number that is negative or not finite. Returns 0.0 for -0.0, as {@link #range} does. */
    public static @Nullable Double optionalNotNegative(String name, @Nullable Double value) {
        check(value == null || value >= 0, name, "must not be negative");
        check(value == null || Double.isFinite(value), name, "must be finite");
        return (value != null) ? value + 0.0 : null;
    }

    /**
     * Rejects a number below {@code lowest} or above {@code highest}. Returns 0.0 for -0.0, because PostgreSQL's
     * {@code jsonb} cannot represent -0.0.
     */
    public static double range(String name, double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(name + " must be between " + lowest + " and " + highest);
        }
        return value + 0.0;
    }

    /**
     * Returns the instant, truncated to microseconds, because PostgreSQL stores times in microseconds. Rejects instants
     * outside the years 1 to 9999.
     */
    public static Instant instant(String name, Instant value) {
        Instant instant = value.truncatedTo(ChronoUnit.MICROS);
        check(!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST), name, "must lie in the years 1 to 9999");
        return instant;
    }

    /** Returns the instant, rounded up to whole microseconds. */
    public static @Nullable Instant optionalInstantRoundedUp(String name, @Nullable Instant value) {
        Instant cut = optionalInstant(name, value);
        return (cut != null && cut.isBefore(value)) ? instant(name, cut.plus(1, ChronoUnit.MICROS)) : cut;
    }

    public static @Nullable Instant optionalInstant(String name, @Nullable Instant value) {
        return (value != null) ? instant(name, value) : null;
    }

    public static Instant instantOrNow(String name, @Nullable Instant value) {
        return instant(name, (value != null) ? value : Instant.now());
    }

    /** Returns a copy of the list, or an empty list for {@code null}. Rejects {@code null} elements. */
    public static <T> List<T> list(String name, @Nullable Collection<? extends T> values) {
        for (T value : orEmpty(values)) {
            check(value != null, name, "must not contain null");
        }
        return List.copyOf(orEmpty(values));
    }

    /** Returns a copy of the set in the same order, or {@code null} for {@code null}. Rejects {@code null} elements. */
    public static <T> @Nullable Set<T> optionalSet(String name, @Nullable Set<T> values) {
        return (values != null) ? Collections.unmodifiableSet(new LinkedHashSet<>(list(name, values))) : null;
    }

    /**
     * Returns a copy of the map in the same order, or an empty map for {@code null}. Rejects {@code null} keys and
     * values. Unlike {@link Map#copyOf}, the copy stays fast when an attacker chooses many keys with the same hash
     * code.
     */
    public static <K, V> Map<K, V> map(String name, @Nullable Map<K, V> values) {
        if (values == null) {
            return Map.of();
        }
        values.forEach((key, value) -> check(key != null && value != null, name + " must not contain null"));
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    private static <T> Collection<? extends T> orEmpty(@Nullable Collection<? extends T> values) {
        return (values != null) ? values : List.of();
    }
}
