package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Contains the state of the sweeps by a retention policy that the nodes of an application run in turn.
 *
 * @param dueAt the time at which the latest sweep was due
 * @param completedAt the time at which the latest sweep that left no events over was due, or {@code null} when no sweep has
 *     done so yet
 * @param behindSince the time at which the first of the sweeps was due that have left events over since {@code completedAt}, or
 *     {@code null} when the latest sweep left no events over
 * @param heldRooms the number of rooms that the latest sweep skipped because a hold keeps them
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
