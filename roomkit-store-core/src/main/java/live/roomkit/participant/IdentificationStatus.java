package live.roomkit.participant;

/**
 * State of the identification of a participant. The constant {@link #UNKNOWN} means that the participant's identity is
 * not known. In other enums, {@code UNKNOWN} is the placeholder for a value that a newer version of RoomKit stored. In
 * this enum, {@link #UNRECOGNIZED} is this placeholder.
 */
public enum IdentificationStatus {

    /** The participant was matched to one identity. */
    IDENTIFIED,

    /** The identification has not been attempted yet. New participants have this state. */
    PENDING,

    /** Several identities match the participant; {@code Participant.candidates} contains their ids. */
    AMBIGUOUS,

    /** No identity with the participant's address was found, or the participant's identity was deleted or erased. */
    UNKNOWN,

    /** The participant was asked to identify themselves. */
    CHALLENGE_SENT,

    /** The participant refused to identify themselves, or gave a wrong answer. */
    REJECTED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it. The corresponding placeholder of other enums is named
     * {@code UNKNOWN}.
     */
    UNRECOGNIZED
}
