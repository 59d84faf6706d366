package live.roomkit.internal.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Holds the values of which a change is made.
 *
 * @param key the id of the record within its room; empty for the room itself
 * @param index the index, where the kind has one
 */
public record ChangeRow(
        long id, String roomId, @Nullable String organizationId, Instant recordedAt, String key, long index) {}
