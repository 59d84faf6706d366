package live.roomkit;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * A position in a list that is ordered by creation time, then id. A page that starts at a cursor begins after the
 * record with these values. The cursor stays valid when that record is deleted.
 *
 * @param createdAt the creation time of the last record that the caller saw
 * @param id the id of the last record that the caller saw
 */
public record Cursor(Instant createdAt, String id) {

    /** Rejects {@code null} and an id that a database cannot hold. */
    public Cursor {
        createdAt = Checks.instant("createdAt", Checks.notNull("createdAt", createdAt));
        Checks.text("id", id);
    }
}
