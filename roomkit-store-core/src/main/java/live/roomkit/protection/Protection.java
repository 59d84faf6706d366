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
 * <p>An export is a text in the format JSON Lines. The first line contains the version of the format. Each further line
 * contains one record and the column values that are not part of the record's JSON. A record comes after the records on
 * which it depends, so that an import can process the lines in order. {@code docs/protection.md} describes the format.
 *
 * <p>This object gives access to the data of all organizations. The application must decide who may use this object.
 *
 * <p>Instances are safe for use by many threads.
 */
public interface Protection {

    /**
     * Returns the protection of a store. The store may be wrapped in decorators.
     *
     * @throws IllegalArgumentException when the store does not support export and import; a view of one organization does
     *     not
     */
    static Protection of(ConversationStore store) {
        return Checks.notNull("store", store)
                .unwrap(ProtectionSource.class)
                .map(ProtectionSource::protection)
                .orElseThrow(() -> new IllegalArgumentException(
                        "store must protect data: give the store itself, not a view of one organization"));
    }

    /**
     * Exports records of the store to a stream, in UTF-8. Does not close the stream.
     *
     * <p>The same records result in the same bytes, in every store. The export reads small pages and holds no connection
     * while it writes to the stream. It needs memory for a few pages of 4 MiB, or for one record if that is larger. Records
     * that are written during the export may be missing in it. Events that are added to a room after the line of the room
     * was written are left out.
     *
     * @param query the records to export
     * @param jsonLines the stream to write to
     * @throws RoomNotFoundException when the query names a room that does not exist
     * @throws IdentityNotFoundException when the query names an identity that does not exist
     * @throws IOException when the stream cannot be written
     */
    void exportTo(ExportQuery query, OutputStream jsonLines) throws IOException;

    /**
     * Adds the records of an export to this store, which may contain other records. Does not close the stream.
     *
     * <p>A record that is already in the store is not changed, so an import can be repeated. A record that cannot be added
     * is left out, and the report says why. The records are added in small transactions. The counters of a room always match
     * its events.
     *
     * @param jsonLines the stream to read from, in UTF-8
     * @param mode whether to write anything
     * @throws ImportFormatException when a line is not JSON or has a newer version of the format; the records of all earlier
     *     lines were added. Correct the line and import the whole stream again
     * @throws StoreException when the store fails; import the whole stream again
     * @throws IOException when the stream cannot be read
     */
    ImportReport importFrom(InputStream jsonLines, ImportMode mode) throws IOException;
}
