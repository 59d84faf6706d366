package live.roomkit;

import java.time.Instant;
import live.roomkit.internal.Checks;

/**
 * A position in a list that is ordered by creation time, then id. To read the next page, pass the cursor of the last record
 * of the previous page. The cursor stays valid when that record is deleted.
 *
 * @param createdAt the creation time of the last record of the previous page
 * @param id the id of the last record of the previous page
 */
public record Cursor(Instant createdAt, String id) {

    /** Rejects {@code null} and an id that PostgreSQL cannot store. */
    public Cursor {
        createdAt = Checks.instant("createdAt", Checks.notNull("createdAt", createdAt));
        Checks.text("id", id);
    }
}
