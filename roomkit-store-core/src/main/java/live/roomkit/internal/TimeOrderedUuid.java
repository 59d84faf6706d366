package live.roomkit.internal;

import java.util.UUID;

/**
 * Creates UUIDs of version 7 (RFC 9562), which sort by creation time. Inserting time-ordered UUIDs into an index
 * changes fewer pages than inserting random UUIDs.
 */
public final class TimeOrderedUuid {

    private TimeOrderedUuid() {}

    /** Returns a new UUID as text. The UUID contains the current time in milliseconds and 74 random bits. */
    public static String next() {
        UUID random = UUID.randomUUID();
        long timestamp = System.currentTimeMillis() << 16;
        return new UUID(
                        timestamp | 0x7000L | (random.getMostSignificantBits() & 0x0FFFL),
                        random.getLeastSignificantBits())
                .toString();
    }
}
