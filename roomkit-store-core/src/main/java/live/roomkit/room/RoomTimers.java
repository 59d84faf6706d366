package live.roomkit.room;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * When a room becomes inactive or closed by itself. The store keeps the values; acting on them is the application's.
 *
 * @param inactiveAfterSeconds seconds without activity until the room is paused, if ever
 * @param closedAfterSeconds seconds without activity until the room is closed, if ever
 * @param lastActivityAt the latest creation time of an event of the room; managed by the store and only moving
 *     forward, though a new room may start with one
 */
public record RoomTimers(
        @Nullable Long inactiveAfterSeconds,
        @Nullable Long closedAfterSeconds,
        @Nullable Instant lastActivityAt) {

    /** No timers. */
    public static final RoomTimers NONE = new RoomTimers(null, null, null);

    /** Refuses negative durations. */
    public RoomTimers {
        Checks.optionalNotNegative("inactiveAfterSeconds", inactiveAfterSeconds);
        Checks.optionalNotNegative("closedAfterSeconds", closedAfterSeconds);
        lastActivityAt = Checks.optionalInstant("lastActivityAt", lastActivityAt);
    }

    /** The same timers with another last activity. */
    public RoomTimers withLastActivityAt(@Nullable Instant lastActivityAt) {
        return new RoomTimers(this.inactiveAfterSeconds, this.closedAfterSeconds, lastActivityAt);
    }
}
