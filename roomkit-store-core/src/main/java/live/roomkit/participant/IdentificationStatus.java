package live.roomkit.participant;

/** How sure it is who a participant is. Here {@code unknown} is a state of its own. */
public enum IdentificationStatus {

    /** Resolved to one identity. */
    IDENTIFIED,

    /** Not tried yet; the state of a new participant. */
    PENDING,

    /** Several identities fit; see the candidates. */
    AMBIGUOUS,

    /** Tried, and nobody is known by that address. */
    UNKNOWN,

    /** Asked to say who they are. */
    CHALLENGE_SENT,

    /** Refused to say, or said wrong. */
    REJECTED,

    /**
     * Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused.
     * Elsewhere this constant is named {@code UNKNOWN}.
     */
    UNRECOGNIZED
}
