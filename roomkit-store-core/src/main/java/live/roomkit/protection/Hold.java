package live.roomkit.protection;

import java.time.Instant;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;

/**
 * Protects data from deletion, erasure and retention sweeps until the hold is released, for example during a lawsuit.
 *
 * @param id the id of the hold, which is needed to release it
 * @param target the room, identity or organization whose data the hold protects
 * @param reason the reason for the hold, for people who review holds; at most 1 000 bytes in UTF-8
 * @param placedAt the time at which the hold was placed
 */
public record Hold(String id, HoldTarget target, String reason, Instant placedAt) {

    /** Rejects missing and invalid values. A reason must not be blank or longer than 1 000 bytes in UTF-8. */
    public Hold {
        Checks.id("id", id);
        Checks.notNull("target", target);
        Checks.key("reason", reason);
        placedAt = Checks.instant("placedAt", Checks.notNull("placedAt", placedAt));
    }

    /** Returns the cursor with which {@link Protection#listHolds} returns the holds that follow this hold. */
    public Cursor cursor() {
        return new Cursor(this.placedAt, this.id);
    }
}
