package live.roomkit;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * A place in a list that is ordered by creation time, then id: after the record with these. It stays valid when that
 * record is deleted.
 *
 * @param createdAt the creation time of the last record seen
 * @param id the id of the last record seen
 */
public record Cursor(Instant createdAt, String id) {

    /** Refuses {@code null} and what cannot be an id. */
    public Cursor {
        createdAt = Checks.instant("createdAt", Checks.notNull("createdAt", createdAt));
        Checks.text("id", id);
    }
}
