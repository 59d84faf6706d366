package live.roomkit.room;

/** Determines when an AI agent answers another AI agent. The application enforces the policy. */
public enum AgentResponsePolicy {

    /**
     * Agents answer each other until the {@code chainDepth} of an event reaches the limit that the application has
     * chosen.
     */
    AGENT_CHAIN,

    /** An agent answers only events whose {@code addressedTo} contains the id of the agent. */
    ADDRESSED_ONLY,

    /**
     * Placeholder for a value that a newer version of RoomKit stored. Reads may return the placeholder, and the store
     * refuses to write it.
     */
    UNKNOWN
}
