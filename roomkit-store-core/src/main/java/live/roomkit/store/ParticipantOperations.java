package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import live.roomkit.participant.Participant;

/** Operations on the participants of a room. */
public interface ParticipantOperations {

    /**
     * Adds a participant to a room, or replaces the participant of that id. A replaced one keeps its {@code joinedAt}.
     *
     * @return the participant as it is stored
     * @throws RoomNotFoundException when no such room exists
     */
    Participant addParticipant(Participant participant);

    /** Returns a participant of a room. */
    Optional<Participant> getParticipant(String roomId, String participantId);

    /**
     * Writes a participant. Its id, room and {@code joinedAt} stay as they are.
     *
     * @return the participant as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws ParticipantNotFoundException when the room has no such participant
     */
    Participant updateParticipant(Participant participant);

    /**
     * Reads, changes and writes a participant as one atomic step. No concurrent update is lost.
     *
     * <p>The store calls the change once, while the participant is locked. The change may call this store, and must be
     * short. An exception that it throws reaches the caller, and the participant stays as it was.
     *
     * @return the participant as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws ParticipantNotFoundException when the room has no such participant
     * @throws IllegalArgumentException when the change returns {@code null} or a participant of another id or room
     */
    Participant updateParticipant(String roomId, String participantId, UnaryOperator<Participant> change);

    /**
     * Removes a participant from a room.
     *
     * @return whether the room had such a participant
     * @throws RoomNotFoundException when no such room exists
     */
    boolean removeParticipant(String roomId, String participantId);

    /** Returns all participants of a room, ordered by the time they joined, then id. */
    List<Participant> listParticipants(String roomId);
}
