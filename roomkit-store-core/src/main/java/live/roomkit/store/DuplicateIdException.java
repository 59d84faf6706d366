package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Tells that the id is taken. */
public class DuplicateIdException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the kind of record, such as {@code Room}, and the id. */
    public DuplicateIdException(String kind, String id) {
        super(kind + " " + Shown.id(id) + " exists already");
    }
}
