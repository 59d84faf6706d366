package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import live.roomkit.participant.Participant;

/** Operations on the participants of a room. */
public interface ParticipantOperations {

    /**
     * Adds a participant to a room. When the room has a participant with the same id, replaces this participant but
     * keeps the stored {@code joinedAt}.
     *
     * @return the participant as it is stored
     * @throws RoomNotFoundException when the room does not exist
     */
    Participant addParticipant(Participant participant);

    /** Returns a participant of a room. */
    Optional<Participant> getParticipant(String roomId, String participantId);

    /**
     * Replaces a stored participant by the given one. The {@code joinedAt} of the stored participant is kept.
     *
     * @return the participant as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws ParticipantNotFoundException when the room has no participant with that id
     */
    Participant updateParticipant(Participant participant);

    /**
     * Updates a participant through a function that receives the stored participant and returns the changed one. No
     * concurrent update is lost, because reading and writing are one atomic step.
     *
     * <p>The store locks the participant and then calls the function once. The function may call this store, and must
     * return quickly. When the function throws an exception, the participant stays as it was and the caller receives
     * that exception.
     *
     * @return the participant as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws ParticipantNotFoundException when the room has no participant with that id
     * @throws IllegalArgumentException when the function returns {@code null} or a participant with another id or room
     */
    Participant updateParticipant(String roomId, String participantId, UnaryOperator<Participant> change);

    /**
     * Removes a participant from a room.
     *
     * @return whether the room had a participant with that id
     * @throws RoomNotFoundException when the room does not exist
     */
    boolean removeParticipant(String roomId, String participantId);

    /** Returns all participants of a room, ordered by the time they joined, then id. */
    List<Participant> listParticipants(String roomId);
}
