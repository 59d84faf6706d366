package live.roomkit.internal.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Contains the stored values from which a {@code Change} is created.
 *
 * @param key the id of the changed record within its room; empty when the record is the room itself
 * @param index the event index, delivered index or read marker that the change reports; ignored for a kind of change
 *     that reports none of them
 */
public record ChangeRow(
        long id, String roomId, @Nullable String organizationId, Instant recordedAt, String key, long index) {}
