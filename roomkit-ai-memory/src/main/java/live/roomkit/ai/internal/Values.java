package live.roomkit.ai.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import live.roomkit.internal.FreeForm;
import live.roomkit.store.InvalidContentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the metadata of a message to free-form values and back. Free-form values are values that JSON can represent.
 * Text, booleans and {@code int} values are stored unchanged. A {@code long} outside the range of {@code int} and a
 * {@code BigInteger} outside the range of {@code long} are stored unchanged too. The elements of lists and maps are
 * converted one by one. A value of another common type, such as a {@code Duration} or an {@code Instant}, is stored
 * together with the name of its type, so that the type can be restored. An enum constant is stored as its name, and an
 * object of any other class as its JSON.
 */
public final class Values {

    private static final String TYPE = "@type";

    private static final String VALUE = "value";

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        kind("long", Long.class, Long::valueOf);
        kind("double", Double.class, Double::valueOf);
        kind("float", Float.class, Float::valueOf);
        kind("short", Short.class, Short::valueOf);
        kind("byte", Byte.class, Byte::valueOf);
        kind("character", Character.class, text -> text.charAt(0));
        kind("integer", BigInteger.class, BigInteger::new);
        kind("decimal", BigDecimal.class, BigDecimal::new);
        kind("instant", Instant.class, Instant::parse);
        kind("duration", Duration.class, Duration::parse);
        kind("date", LocalDate.class, LocalDate::parse);
        kind("local_time", LocalDateTime.class, LocalDateTime::parse);
        kind("offset_time", OffsetDateTime.class, OffsetDateTime::parse);
        kind("uuid", UUID.class, UUID::fromString);
        kind("uri", URI.class, URI::create);
    }

    private Values() {}

    /** Converts a map to values that JSON can represent. Leaves out the keys in {@code without}. */
    public static Map<String, @Nullable Object> write(
            Map<String, ? extends @Nullable Object> map, Set<String> without) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!without.contains(key)) {
                written.put(key, write("/metadata/" + key.replace("~", "~0").replace("/", "~1"), value));
            }
        });
        return written;
    }

    public static Map<String, @Nullable Object> read(Map<String, ? extends @Nullable Object> map) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        map.forEach((key, value) -> read.put(key, read(value)));
        return read;
    }

    private static @Nullable Object write(String path, @Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Integer) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> written = new LinkedHashMap<>();
            map.forEach((key, element) -> written.put(String.valueOf(key), write(path + "/" + key, element)));
            return written.containsKey(TYPE) ? typed("map", written) : written;
        }
        if (value instanceof Set<?> set) {
            return typed(
                    "set", set.stream().map(element -> write(path, element)).toList());
        }
        if (value instanceof Iterable<?> list) {
            List<@Nullable Object> written = new ArrayList<>();
            list.forEach(element -> written.add(write(path + "/" + written.size(), element)));
            return written;
        }
        if (value instanceof byte[] bytes) {
            return typed("bytes", Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
            if (kind.getValue().type() == value.getClass()) {
                return isKeptByJson(value) ? value : typed(kind.getKey(), value.toString());
            }
        }
        return foreign(path, value);
    }

    private static boolean isKeptByJson(Object value) {
        return (value instanceof Long || value instanceof BigInteger) && value.equals(FreeForm.copyValue(value));
    }

    private static @Nullable Object foreign(String path, Object value) {
        Object converted = value;
        try {
            converted = JSON.convertValue(value, Object.class);
        } catch (JacksonException | IllegalArgumentException ex) {
            // Told below, without the words of the mapper.
        }
        if (converted != null && converted.getClass() == value.getClass()) {
            throw new InvalidContentException(
                    path,
                    "is a " + value.getClass().getName()
                            + ", which has no JSON form; replace it by text, a number, a list or a map");
        }
        return write(path, converted);
    }

    private static Map<String, @Nullable Object> typed(String type, Object value) {
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        typed.put(TYPE, type);
        typed.put(VALUE, value);
        return typed;
    }

    private static @Nullable Object read(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> read = new ArrayList<>(list.size());
            list.forEach(element -> read.add(read(element)));
            return read;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.get(TYPE) instanceof String type && map.size() == 2) {
            return readTyped(type, map.get(VALUE));
        }
        return readMap(map);
    }

    private static Map<String, @Nullable Object> readMap(Map<?, ?> map) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        map.forEach((key, element) -> read.put(String.valueOf(key), read(element)));
        return read;
    }

    private static @Nullable Object readTyped(String type, @Nullable Object value) {
        if (value instanceof Map<?, ?> map && type.equals("map")) {
            return readMap(map);
        }
        if (value instanceof List<?> list && type.equals("set")) {
            Set<@Nullable Object> read = new LinkedHashSet<>();
            list.forEach(element -> read.add(read(element)));
            return read;
        }
        if (!(value instanceof String text)) {
            return value;
        }
        if (type.equals("bytes")) {
            return Base64.getDecoder().decode(text);
        }
        Kind kind = KINDS.get(type);
        return (kind != null) ? kind.parser().apply(text) : text;
    }

    private static void kind(String name, Class<?> type, Function<String, Object> parser) {
        KINDS.put(name, new Kind(type, parser));
    }

    private record Kind(Class<?> type, Function<String, Object> parser) {}
}
