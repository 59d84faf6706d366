package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * Thrown when a record cannot be stored as JSON, because the record is too large or contains an invalid value. The
 * following values are invalid: a text with U+0000 or a lone surrogate, a free-form value of an unsupported type, a
 * number that is not finite or has too many digits, a value that is nested too deeply, and a placeholder for a value of
 * a newer version.
 */
public class InvalidContentException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * Creates the exception for the given part of a record.
     *
     * @param path the part of the record as a JSON pointer, such as {@code /metadata/tags/0}; empty for the whole
     *     record
     * @param problem the rest of a sentence that begins with the path, such as {@code must be finite}; it must not
     *     contain the value
     */
    public InvalidContentException(String path, String problem) {
        super((path.isEmpty() ? "The record" : Shown.place(path)) + " " + problem);
        this.path = path;
    }

    /**
     * Returns the part of the record as a JSON pointer (RFC 6901), or an empty text for the whole record. The message
     * of the exception truncates a long pointer, but this method returns it in full.
     */
    public String getPath() {
        return this.path;
    }
}
