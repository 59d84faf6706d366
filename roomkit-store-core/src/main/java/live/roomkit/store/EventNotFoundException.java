package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown when an event is to be updated, but the room has no event with the requested id. */
public class EventNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room and event. */
    public EventNotFoundException(String roomId, String eventId) {
        super("Room " + Shown.id(roomId) + " has no event " + Shown.id(eventId));
    }
}
