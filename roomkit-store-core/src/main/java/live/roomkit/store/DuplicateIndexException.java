package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown when another event of the room has the same index. */
public class DuplicateIndexException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room and index. */
    public DuplicateIndexException(String roomId, long index) {
        super("Room " + Shown.id(roomId) + " has an event at index " + index + " already");
    }
}
