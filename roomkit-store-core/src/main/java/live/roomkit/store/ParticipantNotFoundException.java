package live.roomkit.store;

import live.roomkit.internal.Shown;

/** There is no such participant in that room. */
public class ParticipantNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the participant. */
    public ParticipantNotFoundException(String roomId, String participantId) {
        super("Room " + Shown.id(roomId) + " has no participant " + Shown.id(participantId));
    }
}
