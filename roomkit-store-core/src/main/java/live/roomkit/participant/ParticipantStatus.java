package live.roomkit.participant;

/** Whether a participant is still there. */
public enum ParticipantStatus {

    /** Present; the state of a new participant. */
    ACTIVE,

    /** Away. */
    INACTIVE,

    /** Gone of their own accord. */
    LEFT,

    /** Removed. */
    BANNED,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
