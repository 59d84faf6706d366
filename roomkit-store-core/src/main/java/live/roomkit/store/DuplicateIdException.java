package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown when a new record has the same id as a stored record. */
public class DuplicateIdException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given kind of record, such as {@code Room}, and the given id. */
    public DuplicateIdException(String kind, String id) {
        super(kind + " " + Shown.id(id) + " exists already");
    }
}
