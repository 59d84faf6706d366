package live.roomkit.protection;

import live.roomkit.store.StoreException;

/**
 * Tells that an import stopped at a line that is not JSON, of a newer version, or of an unknown kind. The records of all lines
 * before it were added. The import can be repeated as a whole after the line was mended.
 */
public class ImportFormatException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final long line;

    /**
     * Creates the exception for a line.
     *
     * @param line the number of the line, counted from 1
     * @param problem the problem as the rest of a sentence, without the line's text
     */
    public ImportFormatException(long line, String problem) {
        super("Line " + line + " of the import " + problem
                + ". Mend it, or use a version of RoomKit that reads it, and import everything again: records that are"
                + " stored already stay as they are");
        this.line = line;
    }

    /** Returns the number of the line, counted from 1. */
    public long getLine() {
        return this.line;
    }
}
