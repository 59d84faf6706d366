package live.roomkit.store.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Times in ISO-8601. Those without an offset, which other writers leave, are in UTC. */
final class Instants {

    private static final DateTimeFormatter OPTIONAL_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    private Instants() {}

    /** The instant that the text names. */
    static Instant parse(String text) {
        if (text.endsWith("Z")) {
            return Instant.parse(text);
        }
        TemporalAccessor time = OPTIONAL_OFFSET.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return (time instanceof OffsetDateTime offset)
                ? offset.toInstant()
                : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
    }
}
