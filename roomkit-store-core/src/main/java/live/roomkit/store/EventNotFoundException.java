package live.roomkit.store;

import live.roomkit.internal.Shown;

/** There is no such event in that room. */
public class EventNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the event. */
    public EventNotFoundException(String roomId, String eventId) {
        super("Room " + Shown.id(roomId) + " has no event " + Shown.id(eventId));
    }
}
