package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;

/**
 * Keeps data from being erased, swept or deleted, such as for a lawsuit, until it is released.
 *
 * @param id the id of the hold, by which it is released
 * @param target what the hold keeps
 * @param reason the reason, for those who review holds; at most 1 000 bytes in UTF-8
 * @param placedAt the time from which it holds
 */
public record Hold(String id, HoldTarget target, String reason, Instant placedAt) {

    /** Rejects missing values and long reasons. */
    public Hold {
        Checks.id("id", id);
        Checks.notNull("target", target);
        Checks.key("reason", reason);
        placedAt = Checks.instant("placedAt", Checks.notNull("placedAt", placedAt));
    }

    /** Returns the position of this hold in a list of holds. */
    public Cursor cursor() {
        return new Cursor(this.placedAt, this.id);
    }
}
