package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown when an event is to be added at an index that another event of the room already has. */
public class DuplicateIndexException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room and index. */
    public DuplicateIndexException(String roomId, long index) {
        super("Room " + Shown.id(roomId) + " has an event at index " + index + " already");
    }
}
