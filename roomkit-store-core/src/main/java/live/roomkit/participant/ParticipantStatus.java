package live.roomkit.participant;

/** Presence of a participant in a room. */
public enum ParticipantStatus {

    /** The participant is present. New participants have this status. */
    ACTIVE,

    /** The participant is away. */
    INACTIVE,

    /** The participant left voluntarily. */
    LEFT,

    /** The participant was removed. */
    BANNED,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
