package live.roomkit.store.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import live.roomkit.channel.ChannelType;
import org.jspecify.annotations.Nullable;

/** Creates random valid values that careless code, JSON libraries or drivers may handle wrongly. */
final class RandomValues {

    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "0",
            " ",
            "\u00E9",
            "e\u0301",
            "\u20AC",
            "\uD83D\uDE80",
            "\uD83D\uDC69\u200D\uD83D\uDCBB",
            "\u202E",
            "\u200F",
            "\u05D0",
            "\\u0000",
            "\\",
            "\"",
            "'",
            "''",
            "%",
            "_",
            "?",
            "$1",
            "{",
            "}",
            "[",
            ",",
            "/",
            "~",
            "\n",
            "\t",
            "\u0001",
            "\u001F",
            "\u007F",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\uFFFE",
            "\uFFFF",
            "null",
            "--",
            ";");

    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();

    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    /**
     * Returns a random text, boolean, number or time of the given type, or a random map if {@code type} is
     * {@code Object}.
     */
    Object of(Class<?> type) {
        if (type == String.class) {
            return (this.random.nextInt(25) == 0) ? "" : text();
        }
        if (type == boolean.class) {
            return this.random.nextBoolean();
        }
        if (type == int.class || type == Integer.class) {
            return this.random.nextInt(Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return this.random.nextLong() >>> (1 + this.random.nextInt(63));
        }
        if (type == Double.class) {
            return decimal();
        }
        if (type == Instant.class) {
            return instant();
        }
        if (type == Object.class) {
            return freeFormMap(0);
        }
        throw new AssertionError("No values for " + type);
    }

    /** Returns text that is not blank. */
    String text() {
        StringBuilder text = new StringBuilder("t");
        int length = this.random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(PIECES.get(this.random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** Returns printable ASCII without blanks. */
    String name() {
        StringBuilder name = new StringBuilder();
        int length = 1 + this.random.nextInt(64);
        for (int i = 0; i < length; i++) {
            name.append((char) ('!' + this.random.nextInt('~' - '!' + 1)));
        }
        return name.toString();
    }

    /** Returns a finite number that is not negative. */
    double decimal() {
        return switch (this.random.nextInt(5)) {
            case 0 -> this.random.nextInt(100);
            case 1 -> this.random.nextDouble() * 1e300;
            case 2 -> this.random.nextDouble() * 1e-300;
            case 3 -> 0.1;
            default -> this.random.nextDouble() * 1000;
        };
    }

    private Instant instant() {
        long seconds = (this.random.nextInt(3) == 0)
                ? EARLIEST + (long) (this.random.nextDouble() * (LATEST - EARLIEST))
                : Samples.NOON.getEpochSecond() + this.random.nextInt(100_000_000);
        return Instant.ofEpochSecond(seconds, this.random.nextInt(1_000_000_000));
    }

    /** Returns random addresses that are unique among all identities. */
    Map<ChannelType, List<String>> addresses() {
        Map<ChannelType, List<String>> addresses = new LinkedHashMap<>();
        for (int i = this.random.nextInt(4); i > 0; i--) {
            List<String> values = new ArrayList<>();
            for (int j = this.random.nextInt(4); j > 0; j--) {
                values.add(UUID.randomUUID() + text());
            }
            addresses.put(ChannelType.of(name()), values);
        }
        return addresses;
    }

    Map<String, @Nullable Object> freeFormMap(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = this.random.nextInt(4); i > 0; i--) {
            map.put((this.random.nextInt(10) == 0) ? "" : text(), freeForm(depth + 1));
        }
        return map;
    }

    private @Nullable Object freeForm(int depth) {
        return switch (this.random.nextInt((depth < 4) ? 9 : 7)) {
            case 0 -> null;
            case 1 -> this.random.nextBoolean();
            case 2 -> text();
            case 3 -> "";
            case 4, 5 -> number();
            case 6 -> decimal();
            case 7 -> freeFormMap(depth);
            default -> freeFormList(depth);
        };
    }

    private List<@Nullable Object> freeFormList(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = this.random.nextInt(4); i > 0; i--) {
            list.add(freeForm(depth + 1));
        }
        return list;
    }

    private Number number() {
        return switch (this.random.nextInt(8)) {
            case 0 -> this.random.nextInt();
            case 1 -> this.random.nextLong();
            case 2 -> Long.MIN_VALUE;
            case 3 -> BigInteger.ONE.shiftLeft(63).add(BigInteger.ONE);
            case 4 -> new BigInteger(3000, this.random).negate();
            case 5 -> new BigDecimal("1.10");
            case 6 -> new BigDecimal(new BigInteger(200, this.random), this.random.nextInt(400));
            default -> -this.random.nextDouble();
        };
    }
}
