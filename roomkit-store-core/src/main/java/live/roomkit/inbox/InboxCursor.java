package live.roomkit.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import live.roomkit.internal.Checks;

/**
 * Position in an inbox. A page after a cursor starts with the next room. A room that became livelier in the meantime is on the
 * first page and does not move the pages after a cursor. A cursor belongs to its query, whose limit may change.
 *
 * @param activeAt the time of the last activity of the last room on the page or, without activity, of its creation
 * @param roomId the id of that room
 * @param query the fingerprint of the query, see {@link InboxQuery#fingerprint()}
 */
public record InboxCursor(Instant activeAt, String roomId, int query) {

    /** Rejects {@code null} and ids that a database cannot store. */
    public InboxCursor {
        activeAt = Checks.instant("activeAt", Checks.notNull("activeAt", activeAt));
        Checks.text("roomId", roomId);
    }

    /**
     * Returns the cursor of a token, as Spring does for the parameter of a request.
     *
     * @throws IllegalArgumentException when no cursor has the token
     */
    public static InboxCursor of(String token) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(Checks.notNull("token", token)));
            int query = bytes.getInt();
            Instant activeAt = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
            return new InboxCursor(
                    activeAt, StandardCharsets.UTF_8.decode(bytes).toString(), query);
        } catch (RuntimeException ex) {
            throw new IllegalArgumentException("token is not that of an inbox cursor", ex);
        }
    }

    /** Returns a text for URLs, from which {@link #of} makes an equal cursor. */
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
