package live.roomkit.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Parses and formats times in ISO-8601. A time without an offset is interpreted as UTC.
 *
 * <p>Times in the format of {@link Instant#toString()} are parsed without {@code java.time.format}. Every event
 * contains a time. Parsing the time with a {@code DateTimeFormatter} would take longer than parsing all other fields of
 * the event.
 */
public final class Instants {

    private static final DateTimeFormatter OPTIONAL_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    private static final int SECONDS_PER_DAY = 86_400;

    /** Pattern of a time up to the seconds, for example {@code 2026-01-31T12:34:56}; 0 stands for a digit. */
    private static final String PATTERN = "0000-00-00T00:00:00";

    private Instants() {}

    /** Formats an instant in UTC as {@link Instant#toString()} does. */
    public static String format(Instant instant) {
        long days = Math.floorDiv(instant.getEpochSecond(), (long) SECONDS_PER_DAY);
        LocalDate date = LocalDate.ofEpochDay(days);
        if (date.getYear() < 0 || date.getYear() > 9999) {
            return instant.toString();
        }
        int second = (int) (instant.getEpochSecond() - days * SECONDS_PER_DAY);
        byte[] text = (PATTERN + ".000000000Z").getBytes(StandardCharsets.US_ASCII);
        put(text, 0, 4, date.getYear());
        put(text, 5, 2, date.getMonthValue());
        put(text, 8, 2, date.getDayOfMonth());
        put(text, 11, 2, second / 3_600);
        put(text, 14, 2, second / 60 % 60);
        put(text, 17, 2, second % 60);
        put(text, 20, 9, instant.getNano());
        int end = 20 + fractionDigits(instant.getNano());
        end = (end == 20) ? PATTERN.length() : end;
        text[end] = 'Z';
        return new String(text, 0, end + 1, StandardCharsets.US_ASCII);
    }

    /**
     * Parses an instant in ISO-8601.
     *
     * @throws java.time.DateTimeException when the text is not a time in ISO-8601
     */
    public static Instant parse(String text) {
        if (text.endsWith("Z")) {
            return isUsual(text) ? parseUsual(text) : Instant.parse(text);
        }
        TemporalAccessor time = OPTIONAL_OFFSET.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return (time instanceof OffsetDateTime offset)
                ? offset.toInstant()
                : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
    }

    private static boolean isUsual(String text) {
        int length = text.length();
        if (length < PATTERN.length() + 1 || length > PATTERN.length() + 11 || length == PATTERN.length() + 2) {
            return false;
        }
        for (int i = 0; i < length - 1; i++) {
            char expected = (i < PATTERN.length()) ? PATTERN.charAt(i) : (i == PATTERN.length()) ? '.' : '0';
            char c = text.charAt(i);
            if ((expected == '0') ? (c < '0' || c > '9') : (c != expected)) {
                return false;
            }
        }
        return get(text, 11, 13) < 24 && get(text, 14, 16) < 60 && get(text, 17, 19) < 60;
    }

    private static Instant parseUsual(String text) {
        long days =
                LocalDate.of(get(text, 0, 4), get(text, 5, 7), get(text, 8, 10)).toEpochDay();
        int second = get(text, 11, 13) * 3_600 + get(text, 14, 16) * 60 + get(text, 17, 19);
        int nano = get(text, 20, text.length() - 1);
        for (int digits = Math.max(0, text.length() - 21); digits < 9; digits++) {
            nano *= 10;
        }
        return Instant.ofEpochSecond(days * SECONDS_PER_DAY + second, nano);
    }

    private static int fractionDigits(int nano) {
        if (nano == 0) {
            return 0;
        }
        return (nano % 1_000_000 == 0) ? 3 : (nano % 1_000 == 0) ? 6 : 9;
    }

    private static void put(byte[] text, int start, int length, int value) {
        int rest = value;
        for (int i = start + length - 1; i >= start; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static int get(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }
}
