package live.roomkit.room;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Periods without activity after which the application is to pause or close a room. The store itself never pauses or
 * closes a room.
 *
 * @param inactiveAfterSeconds the number of seconds without activity after which the room is to be paused, if any
 * @param closedAfterSeconds the number of seconds without activity after which the room is to be closed, if any
 * @param lastActivityAt the time at which the store accepted the latest event of the room. For an event that
 *     {@link live.roomkit.store.EventOperations#addEvent} adds, the creation time of the event counts instead. Adding
 *     an event never makes this time earlier. A caller can set this time in a new room. To change this time in a stored
 *     room, a caller uses the {@code updateRoom} method that takes a function
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

    /** Returns a copy of these timers with the given time of the last activity. */
    public RoomTimers withLastActivityAt(@Nullable Instant lastActivityAt) {
        return new RoomTimers(this.inactiveAfterSeconds, this.closedAfterSeconds, lastActivityAt);
    }
}
