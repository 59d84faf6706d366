package live.roomkit.room;

/** When an AI agent answers what another agent said. */
public enum AgentResponsePolicy {

    /** Agents answer each other, as far as the chain depth allows. */
    AGENT_CHAIN,

    /** An agent answers only what is addressed to it. */
    ADDRESSED_ONLY,

    /** Written by a newer version of RoomKit. Reading may produce it; writing a record that holds it is refused. */
    UNKNOWN
}
