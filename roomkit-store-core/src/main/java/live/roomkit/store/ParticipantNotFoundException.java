package live.roomkit.store;

/** There is no such participant in that room. */
public class ParticipantNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Names the participant. */
    public ParticipantNotFoundException(String roomId, String participantId) {
        super("Room '" + roomId + "' has no participant '" + participantId + "'");
    }
}
