package live.roomkit.room;

/** Policy that says when an AI agent answers another agent. */
public enum AgentResponsePolicy {

    /** Agents answer each other as far as the chain depth allows. */
    AGENT_CHAIN,

    /** An agent answers only events that are addressed to it. */
    ADDRESSED_ONLY,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return it; the store refuses to write it.
     */
    UNKNOWN
}
