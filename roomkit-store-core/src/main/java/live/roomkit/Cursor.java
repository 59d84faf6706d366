package live.roomkit;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A position in a list that is ordered by creation time, then id. In a list of records of all rooms, records with the
 * same creation time and id are ordered by room id. To read the next page, pass the cursor of the last record of the
 * previous page. A cursor stays valid when the record at its position is deleted.
 *
 * @param createdAt the creation time of the last record of the previous page
 * @param id the id of the last record of the previous page
 * @param roomId the room id of the last record of the previous page; required in lists of records of all rooms, and may
 *     be {@code null} in other lists
 */
public record Cursor(Instant createdAt, String id, @Nullable String roomId) {

    /**
     * Rejects a creation time or id that is {@code null}. Rejects a creation time outside the years 1 to 9999, and an
     * id or room id that contains U+0000 or a lone surrogate.
     */
    public Cursor {
        createdAt = Checks.instant("createdAt", Checks.notNull("createdAt", createdAt));
        Checks.text("id", id);
        Checks.optionalText("roomId", roomId);
    }

    /** Creates a position in a list of rooms, or in a list of records of one room. */
    public Cursor(Instant createdAt, String id) {
        this(createdAt, id, null);
    }
}
