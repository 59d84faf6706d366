package live.roomkit;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A position in a list that is ordered by a time, then id, then room. A page that starts at a cursor begins after the record
 * with these values. The cursor stays valid when that record is deleted.
 *
 * @param createdAt the time of the last record that the caller saw, by which the list is ordered
 * @param id the id of the last record that the caller saw
 * @param roomId the room of that record, where its id is unique within a room only; lists across rooms need it
 */
public record Cursor(Instant createdAt, String id, @Nullable String roomId) {

    /** Rejects {@code null} and an id that a database cannot hold. */
    public Cursor {
        createdAt = Checks.instant("createdAt", Checks.notNull("createdAt", createdAt));
        Checks.text("id", id);
        Checks.optionalText("roomId", roomId);
    }

    /** Creates a position in a list of rooms, or in a list of the records of one room. */
    public Cursor(Instant createdAt, String id) {
        this(createdAt, id, null);
    }
}
