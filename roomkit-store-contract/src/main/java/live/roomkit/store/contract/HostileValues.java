package live.roomkit.store.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Creates maps, numbers and times that break careless code. */
final class HostileValues {

    private static final List<String> KEYS = List.of(
            "",
            " ",
            "id",
            "type",
            "index",
            "@index",
            "room_id",
            "created_at",
            "metadata",
            "__proto__",
            "constructor",
            "@type",
            "@class",
            "$ref",
            "$.a ? (@ > 1)",
            "a.b[0]",
            "a/b~c",
            "{a,b}",
            "k".repeat(1_000),
            "k".repeat(1_001),
            "\u0000",
            "a\uD83D",
            "\uD83D\uDE80",
            "e\u0301",
            "\u00E9");

    private static final List<@Nullable Object> SCALARS = Collections.unmodifiableList(Arrays.asList(
            null,
            true,
            0,
            -0.0,
            -0.0f,
            0.1f,
            (byte) 7,
            (short) -7,
            Long.MIN_VALUE,
            Double.MIN_VALUE,
            -Double.MAX_VALUE,
            Float.MAX_VALUE,
            Double.NaN,
            Float.NaN,
            Double.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            BigInteger.TEN.pow(999),
            BigInteger.TEN.pow(1_000).negate(),
            BigInteger.ONE.shiftLeft(10_000_000),
            new BigDecimal("1.10"),
            new BigDecimal("1E+999"),
            new BigDecimal("1E+1000"),
            new BigDecimal("1E-999"),
            new BigDecimal("1E-1000"),
            new BigDecimal("0E-999"),
            new BigDecimal("0E+2000000000"),
            new BigDecimal("1E+2000000000"),
            new BigDecimal("1E-2000000000"),
            'c',
            Instant.EPOCH,
            UUID.randomUUID(),
            new AtomicInteger(1),
            Optional.empty(),
            Set.of("a"),
            new StringBuilder("a"),
            new byte[] {1},
            new int[] {1},
            new Object[] {"a"},
            new Object(),
            Thread.State.NEW));

    private HostileValues() {}

    static List<Map<String, @Nullable Object>> maps() {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        for (Object scalar : SCALARS) {
            maps.add(Collections.singletonMap("a", scalar));
            maps.add(Map.of("list", Arrays.asList(1, scalar, "b")));
        }
        for (String key : KEYS) {
            maps.add(Map.of(key, Map.of(key, List.of(Map.of(key, key)))));
        }
        maps.add(KEYS.stream()
                .filter(key -> key.length() <= 1_000 && !key.equals("\u0000") && !key.equals("a\uD83D"))
                .collect(Collectors.toMap(key -> key, key -> key)));
        maps.add(keyed(null));
        maps.add(keyed(42));
        maps.add(keyed(Map.of()));
        for (int depth : new int[] {99, 100, 101, 128, 129, 10_000}) {
            maps.add(nestedMaps(depth));
            maps.add(Map.of("a", nestedLists(depth - 1)));
        }
        maps.add(holdingItself());
        maps.addAll(contents());
        return maps;
    }

    /**
     * Returns maps with the key {@code type}, which look like the JSON of an event's content. Some of the maps are not
     * valid content, such as a location with the latitude 91.
     */
    private static List<Map<String, @Nullable Object>> contents() {
        Map<String, @Nullable Object> text = Map.of("type", "text", "body", "a");
        return List.of(
                text,
                Map.of("type", "text", "body", 1),
                Map.of("type", "text", "body", "a", "language", "en", "newer", true),
                Map.of("type", "system", "body", "a", "data", Map.of("a", 1.10)),
                Map.of("type", "location", "latitude", 90, "longitude", -0.0),
                Map.of("type", "location", "latitude", 91, "longitude", 0),
                Map.of("type", "composite", "parts", List.of(text, Map.of("type", "newer"))),
                Map.of("type", "composite", "parts", List.of()),
                Map.of("type", "edit", "target_event_id", "a", "new_content", text),
                Map.of("type", "edit", "target_event_id", " ", "new_content", text),
                Map.of("type", "delete", "target_event_id", "a", "delete_type", "newer"));
    }

    /**
     * Returns a random map that breaks careless code: one of {@link #maps}, a map that contains two of them, or a map
     * with texts of {@link HostileTexts}.
     */
    static Map<String, @Nullable Object> any(Random random, String text) {
        List<Map<String, @Nullable Object>> maps = maps();
        Map<String, @Nullable Object> one = maps.get(random.nextInt(maps.size()));
        return switch (random.nextInt(4)) {
            case 0 -> Map.of(HostileTexts.any(random, ""), List.of(HostileTexts.any(random, text)));
            case 1 -> Map.of("first", one, "second", maps.get(random.nextInt(maps.size())));
            default -> one;
        };
    }

    static Map<String, @Nullable Object> manyKeys() {
        Map<String, @Nullable Object> map = new HashMap<>();
        IntStream.range(0, 100_000).forEach(i -> map.put("key " + i, i));
        return map;
    }

    /**
     * Returns numbers or times of the given type that break careless code. Returns an empty list if {@code type} is
     * neither a number type nor {@code Instant}.
     */
    static List<@Nullable Object> of(Class<?> type) {
        if (type == long.class || type == Long.class) {
            return List.of(Long.MIN_VALUE, -2L, -1L, 0L, (1L << 53) - 1, 1L << 53, Long.MAX_VALUE);
        }
        if (type == int.class || type == Integer.class) {
            return List.of(Integer.MIN_VALUE, -1, 0, 1_000, 1_001, Integer.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return List.of(
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    -0.0,
                    -Double.MIN_VALUE,
                    Double.MIN_VALUE,
                    Double.MAX_VALUE,
                    1.0 + Math.ulp(1.0),
                    1e23,
                    2.0E-3);
        }
        if (type == Instant.class) {
            return List.of(
                    Instant.MIN,
                    Instant.parse("-0001-01-01T00:00:00Z"),
                    Instant.parse("0001-01-01T00:00:00Z").minusNanos(1),
                    Instant.parse("0001-01-01T00:00:00Z"),
                    Instant.parse("1582-10-10T00:00:00.000000999Z"),
                    Instant.parse("9999-12-31T23:59:59.999999999Z"),
                    Instant.parse("+10000-01-01T00:00:00Z"),
                    Instant.MAX);
        }
        return List.of();
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private static Map<String, @Nullable Object> keyed(@Nullable Object key) {
        Map<Object, Object> map = new HashMap<>();
        map.put(key, 1);
        return (Map<String, @Nullable Object>) (Map<?, ?>) map;
    }

    private static Map<String, @Nullable Object> nestedMaps(int depth) {
        Map<String, @Nullable Object> map = Map.of("leaf", 1);
        for (int i = 1; i < depth; i++) {
            map = Collections.singletonMap("a", map);
        }
        return map;
    }

    private static List<?> nestedLists(int depth) {
        List<?> list = List.of();
        for (int i = 1; i < depth; i++) {
            list = Collections.singletonList(list);
        }
        return list;
    }

    private static Map<String, @Nullable Object> holdingItself() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("self", map);
        return map;
    }
}
