package live.roomkit.store;

import live.roomkit.internal.Shown;

/**
 * Tells that a record cannot be stored as JSON. It holds text that PostgreSQL cannot store (U+0000 or a lone surrogate), a
 * value of a foreign type, a number or nesting beyond the limits, a value that only a newer version knows, or it is too
 * large.
 */
public class InvalidContentException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * Creates the exception with the place and the problem.
     *
     * @param path the place as a JSON pointer, such as {@code /metadata/tags/0}
     * @param problem the problem as the rest of a sentence, without the value
     */
    public InvalidContentException(String path, String problem) {
        super((path.isEmpty() ? "The record" : Shown.place(path)) + " " + problem);
        this.path = path;
    }

    /** The place as a JSON pointer (RFC 6901), whole where the message is cut, empty when it is the record as a whole. */
    public String getPath() {
        return this.path;
    }
}
