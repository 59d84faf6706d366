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

    /** Stands for a value of a newer version of RoomKit. Reading may return it; writing it is refused. */
    UNKNOWN
}
