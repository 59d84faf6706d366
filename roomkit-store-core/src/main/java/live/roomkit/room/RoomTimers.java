package live.roomkit.room;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Periods without activity after which a room is to be paused or closed. The store only stores these values; the
 * application pauses and closes rooms.
 *
 * @param inactiveAfterSeconds the number of seconds without activity after which the room is to be paused, if any
 * @param closedAfterSeconds the number of seconds without activity after which the room is to be closed, if any
 * @param lastActivityAt the time at which the store accepted the latest event of the room. Adding an event moves the
 *     last activity forward, and never back. A caller may set the last activity in a new room, or by {@code updateRoom}
 */
public record RoomTimers(
        @Nullable Long inactiveAfterSeconds,
        @Nullable Long closedAfterSeconds,
        @Nullable Instant lastActivityAt) {

    /** Timers that never pause or close a room. */
    public static final RoomTimers NONE = new RoomTimers(null, null, null);

    /** Rejects negative durations. */
    public RoomTimers {
        Checks.optionalNotNegative("inactiveAfterSeconds", inactiveAfterSeconds);
        Checks.optionalNotNegative("closedAfterSeconds", closedAfterSeconds);
        lastActivityAt = Checks.optionalInstant("lastActivityAt", lastActivityAt);
    }

    /** Returns a copy of these timers with the given last activity. */
    public RoomTimers withLastActivityAt(@Nullable Instant lastActivityAt) {
        return new RoomTimers(this.inactiveAfterSeconds, this.closedAfterSeconds, lastActivityAt);
    }
}
