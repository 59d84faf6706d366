package live.roomkit.participant;

/** Role of a participant in a room. */
public enum ParticipantRole {

    /** The participant owns the conversation. */
    OWNER,

    /** The participant is a person or an AI whose task is to answer the other participants. */
    AGENT,

    /** The participant takes part in the conversation. New participants have this role. */
    MEMBER,

    /** The participant reads the conversation and does not write. */
    OBSERVER,

    /** The participant is a program. */
    BOT,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
