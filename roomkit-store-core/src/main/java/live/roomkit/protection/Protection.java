package live.roomkit.protection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import live.roomkit.internal.Checks;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;

/**
 * Protects the data of people in a store: exports it and imports it again.
 *
 * <p>An export is a text of JSON Lines. Its first line names the format and its version. Each further line is one record
 * with the values that the store keeps beside it. Every record comes after the records that it needs, so that an import
 * can be streamed. {@code docs/protection.md} describes the format.
 *
 * <p>Whoever has this object reaches the data of all organizations. The application decides who may use it.
 *
 * <p>Safe for use by many threads.
 */
public interface Protection {

    /**
     * Returns the protection of a store, also through decorators.
     *
     * @throws IllegalArgumentException when the store has none, as a view of one organization
     */
    static Protection of(ConversationStore store) {
        return Checks.notNull("store", store)
                .unwrap(ProtectionSource.class)
                .map(ProtectionSource::protection)
                .orElseThrow(() -> new IllegalArgumentException(
                        "store must protect data: give the store itself, not a view of one organization"));
    }

    /**
     * Writes records of the store to a stream, in UTF-8. The stream stays open.
     *
     * <p>The same records always give the same bytes, in every store. The export reads in small steps and holds no
     * connection while it writes. It needs no more memory than a few pages of 4 MiB, or one record where that is larger.
     * Records that are written meanwhile may be missing in it. An event that is added to a room after the room's own line
     * was written is left out.
     *
     * @param query the records to export
     * @param jsonLines the stream to write to
     * @throws RoomNotFoundException when the query names a room that does not exist
     * @throws IdentityNotFoundException when the query names an identity that does not exist
     * @throws IOException when the stream cannot be written
     */
    void exportTo(ExportQuery query, OutputStream jsonLines) throws IOException;

    /**
     * Adds the records of an export to this store, which may hold other records. The stream stays open.
     *
     * <p>A record that the store has already stays as it is, so an import may be repeated. A record that cannot be added is
     * left out, and the report says why. Lines are added in small transactions, each whole or not at all. A room's counters
     * always agree with the events that it has.
     *
     * @param jsonLines the stream to read from, in UTF-8
     * @param mode whether to write anything
     * @throws ImportFormatException when a line is not JSON or of a newer version. The records of all lines before it were
     *     added. Mend the line and import the whole stream again
     * @throws StoreException when the store fails. Import the whole stream again
     * @throws IOException when the stream cannot be read
     */
    ImportReport importFrom(InputStream jsonLines, ImportMode mode) throws IOException;
}
