package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * Thrown when a record cannot be stored as JSON, because the record is too large or contains an invalid value. The
 * following values are invalid: a text with U+0000 or a lone surrogate, a metadata value of an unsupported type, a
 * number that is not finite or has too many digits, a value that is nested too deeply, and an enum constant that stands
 * for unknown values, such as {@code TaskStatus.UNKNOWN}. When a newer version of RoomKit has stored an enum value that
 * this version does not know, the store returns such a constant in place of the value.
 */
public class InvalidContentException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * Creates the exception for a part of a record, or for the whole record.
     *
     * @param path the part of the record as a JSON pointer, such as {@code /metadata/tags/0}; empty for the whole
     *     record
     * @param problem the text that follows the path in the message, such as {@code must be finite}; the text must not
     *     contain the invalid value
     */
    public InvalidContentException(String path, String problem) {
        super((path.isEmpty() ? "The record" : Shown.place(path)) + " " + problem);
        this.path = path;
    }

    /**
     * Returns the path of the invalid part of the record as a JSON pointer (RFC 6901), or an empty string when the
     * whole record is invalid. The message of the exception truncates a long pointer, but this method returns it in
     * full.
     */
    public String getPath() {
        return this.path;
    }
}
