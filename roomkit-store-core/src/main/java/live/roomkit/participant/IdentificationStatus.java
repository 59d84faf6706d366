package live.roomkit.participant;

/** State of the identification of a participant. The constant {@code UNKNOWN} is a regular state here. */
public enum IdentificationStatus {

    /** The participant was matched to one identity. */
    IDENTIFIED,

    /** The identification has not been tried yet. New participants have this state. */
    PENDING,

    /** Several identities match; the participant's candidates name them. */
    AMBIGUOUS,

    /** The identification was tried, and no identity has the participant's address. */
    UNKNOWN,

    /** The participant was asked to identify themselves. */
    CHALLENGE_SENT,

    /** The participant refused to identify themselves, or gave a wrong answer. */
    REJECTED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     * Other enums name this constant {@code UNKNOWN}.
     */
    UNRECOGNIZED
}
