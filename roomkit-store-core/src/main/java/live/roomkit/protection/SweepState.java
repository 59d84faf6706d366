package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Contains the state of the sweeps of one retention policy. {@link Protection#sweepInTurn} runs these sweeps. A dry run
 * changes neither {@code completedAt} nor {@code behindSince}.
 *
 * @param dueAt the time for which the latest sweep or dry run was scheduled
 * @param completedAt the time for which the latest complete sweep was scheduled, or {@code null} before the first
 *     complete sweep. A sweep is complete when it has erased or deleted all events that the retention policy selects,
 *     except the events that a hold protects
 * @param behindSince the scheduled time of the first incomplete sweep after {@code completedAt}, or {@code null} when
 *     the latest sweep is complete or no sweep has begun
 * @param heldRooms the number of rooms that contain events to erase or delete, but that the latest finished sweep or
 *     dry run skipped, because a hold protects these rooms
 */
public record SweepState(
        Instant dueAt,
        @Nullable Instant completedAt,
        @Nullable Instant behindSince,
        long heldRooms) {

    /** Rejects missing values. */
    public SweepState {
        Checks.notNull("dueAt", dueAt);
    }
}
