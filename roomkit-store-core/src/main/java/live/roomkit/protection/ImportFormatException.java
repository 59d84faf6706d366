package live.roomkit.protection;

import live.roomkit.store.StoreException;

/**
 * Thrown when an import stops at a line that it cannot read. The line is not a JSON object, is too long, or contains an
 * unknown kind of record or an unknown version of the export format. An import also stops at a line that comes before
 * the line with the version. With {@link ImportMode#ADD}, all earlier lines were imported. After the line is corrected,
 * the whole import can be repeated.
 */
public class ImportFormatException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final long line;

    /**
     * Creates the exception for a line.
     *
     * @param line the number of the line, counted from 1
     * @param problem the rest of a sentence that begins with the number of the line, such as {@code is not one JSON
     *     object}; it must not contain text of the line
     */
    public ImportFormatException(long line, String problem) {
        super("Line " + line + " of the import " + problem
                + ". Mend it, or use a version of RoomKit that reads it, and import everything again: records that are"
                + " stored already stay as they are");
        this.line = line;
    }

    /** Returns the number of the line that the import cannot read, counted from 1. */
    public long getLine() {
        return this.line;
    }
}
