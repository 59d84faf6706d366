package live.roomkit.internal;

import java.util.UUID;

/** Ids that sort by the time they were made (UUID version 7, RFC 9562), which keeps index inserts local. */
public final class TimeOrderedUuid {

    private TimeOrderedUuid() {}

    /** A new id: 48 bits of milliseconds, 74 random bits. */
    public static String next() {
        UUID random = UUID.randomUUID();
        long timestamp = System.currentTimeMillis() << 16;
        return new UUID(
                        timestamp | 0x7000L | (random.getMostSignificantBits() & 0x0FFFL),
                        random.getLeastSignificantBits())
                .toString();
    }
}
