package live.roomkit.room;

/** Determines when an AI agent answers another AI agent. The application enforces the policy. */
public enum AgentResponsePolicy {

    /**
     * Agents answer each other until the {@link live.roomkit.event.RoomEvent#chainDepth} of an event reaches the limit
     * that the application has chosen.
     */
    AGENT_CHAIN,

    /**
     * An agent answers only events whose {@link live.roomkit.event.RoomEvent#addressedTo} contains the id of the agent.
     */
    ADDRESSED_ONLY,

    /**
     * Placeholder for a value that a newer version of RoomKit stored and that this version does not know. Reads may
     * return the placeholder, and the store refuses to write it.
     */
    UNKNOWN
}
