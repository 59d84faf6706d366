package live.roomkit.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import live.roomkit.internal.Checks;

/**
 * Marks the position of a room in an inbox. A query with a cursor returns the rooms that follow this position. When a
 * room has new activity, the room moves to the first page of the inbox, and later pages no longer contain the room. All
 * other rooms keep their order. A cursor is valid only for the query that returned it, but the limit of the query may
 * be changed.
 *
 * @param activeAt the time of the room's last activity or, when the room never had any, the time of its creation
 * @param roomId the id of the room
 * @param query the fingerprint of the query, see {@link InboxQuery#fingerprint()}
 */
public record InboxCursor(Instant activeAt, String roomId, int query) {

    /** Rejects {@code null} and ids that a database cannot store. */
    public InboxCursor {
        activeAt = Checks.instant("activeAt", Checks.notNull("activeAt", activeAt));
        Checks.text("roomId", roomId);
    }

    /**
     * Returns the cursor for a text that {@link #token} returned. Spring calls this method to convert a request
     * parameter to a cursor.
     *
     * @throws IllegalArgumentException when the text is not the token of a cursor
     */
    public static InboxCursor of(String token) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(Checks.notNull("token", token)));
            int query = bytes.getInt();
            Instant activeAt = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
            return new InboxCursor(
                    activeAt, StandardCharsets.UTF_8.decode(bytes).toString(), query);
        } catch (RuntimeException ex) {
            throw new IllegalArgumentException("token is not the token of an inbox cursor", ex);
        }
    }

    /**
     * Returns this cursor as a text that can be part of a URL. The method {@link #of} converts the text back to an
     * equal cursor.
     */
    public String token() {
        byte[] id = this.roomId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(16 + id.length)
                .putInt(this.query)
                .putLong(this.activeAt.getEpochSecond())
                .putInt(this.activeAt.getNano())
                .put(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
