package live.roomkit.participant;

/** What a participant is in a room. */
public enum ParticipantRole {

    /** Whose conversation it is. */
    OWNER,

    /** Who answers, person or machine. */
    AGENT,

    /** Who takes part; the role of a new participant. */
    MEMBER,

    /** Who only reads. */
    OBSERVER,

    /** A program. */
    BOT,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
