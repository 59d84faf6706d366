package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Contains the state of the sweeps of one retention policy. The nodes of an application run these sweeps in turn. A dry
 * run changes neither {@code completedAt} nor {@code behindSince}.
 *
 * @param dueAt the time at which the latest sweep or dry run was due
 * @param completedAt the time at which the latest complete sweep was due, or {@code null} before the first complete
 *     sweep. A sweep is complete when it has erased or deleted all events that were due, except those under a hold
 * @param behindSince the time at which the first incomplete sweep after {@code completedAt} was due, or {@code null}
 *     when the latest sweep is complete or there was none
 * @param heldRooms the number of rooms that the latest sweep skipped because a hold protects them
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
