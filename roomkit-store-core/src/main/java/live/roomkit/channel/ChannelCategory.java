package live.roomkit.channel;

/** Tells whether a channel leads to people or to an AI. */
public enum ChannelCategory {

    /** The channel reaches people, for example by SMS or e-mail. */
    TRANSPORT,

    /** The channel leads to a program that reads and answers, such as an AI agent. */
    INTELLIGENCE,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
