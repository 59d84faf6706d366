package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import live.roomkit.participant.Participant;

/** What a store does with the participants of a room. */
public interface ParticipantOperations {

    /**
     * Adds a participant to a room, or replaces the one of that id; a replaced one keeps its {@code joinedAt}.
     *
     * @return the participant as it is stored
     * @throws RoomNotFoundException when there is no such room
     */
    Participant addParticipant(Participant participant);

    /** A participant of a room. */
    Optional<Participant> getParticipant(String roomId, String participantId);

    /**
     * Writes everything of a participant but id, room and {@code joinedAt}.
     *
     * @return the participant as it is stored
     * @throws RoomNotFoundException when there is no such room
     * @throws ParticipantNotFoundException when the room has no such participant
     */
    Participant updateParticipant(Participant participant);

    /**
     * Takes a participant out of a room.
     *
     * @return whether the room had such a participant
     * @throws RoomNotFoundException when there is no such room
     */
    boolean removeParticipant(String roomId, String participantId);

    /** All participants of a room, in the order of their joining, then id. */
    List<Participant> listParticipants(String roomId);
}
