package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * State of the sweeps by a policy that the nodes run in turn.
 *
 * @param dueAt the time at which the latest sweep was due
 * @param completedAt the time at which the latest sweep was due after which nothing was left, or {@code null} before the first
 * @param behindSince the time at which the first sweep was due of those that have left something since, or {@code null} when the
 *     latest sweep left nothing
 * @param heldRooms the number of rooms that the latest sweep passed over, because a hold keeps them
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
