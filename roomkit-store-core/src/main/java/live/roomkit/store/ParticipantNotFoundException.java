package live.roomkit.store;

import live.roomkit.internal.Shown;

/** Thrown when a room has no participant with the requested id. */
public class ParticipantNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the given room and participant. */
    public ParticipantNotFoundException(String roomId, String participantId) {
        super("Room " + Shown.id(roomId) + " has no participant " + Shown.id(participantId));
    }
}
