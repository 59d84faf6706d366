package live.roomkit.room;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Times after which a room becomes inactive or closed by itself. The store keeps the values; the application acts on
 * them.
 *
 * @param inactiveAfterSeconds the seconds without activity after which the room is paused, if ever
 * @param closedAfterSeconds the seconds without activity after which the room is closed, if ever
 * @param lastActivityAt the time at which the store took the latest event of the room. The store manages it. Adding an
 *     event only moves it forward. A new room may start with a value, and an update may set one, see {@code updateRoom}
 */
public record RoomTimers(
        @Nullable Long inactiveAfterSeconds,
        @Nullable Long closedAfterSeconds,
        @Nullable Instant lastActivityAt) {

    /** Timers without any values. */
    public static final RoomTimers NONE = new RoomTimers(null, null, null);

    /** Rejects negative durations. */
    public RoomTimers {
        Checks.optionalNotNegative("inactiveAfterSeconds", inactiveAfterSeconds);
        Checks.optionalNotNegative("closedAfterSeconds", closedAfterSeconds);
        lastActivityAt = Checks.optionalInstant("lastActivityAt", lastActivityAt);
    }

    /** Returns the same timers with the given last activity. */
    public RoomTimers withLastActivityAt(@Nullable Instant lastActivityAt) {
        return new RoomTimers(this.inactiveAfterSeconds, this.closedAfterSeconds, lastActivityAt);
    }
}
