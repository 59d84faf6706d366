package live.roomkit.store.postgres;

/** Says how the tables of a store are spread over servers. */
public enum Distribution {

    /** One server holds all tables. Partitions of a table are no distribution. */
    NONE,

    /**
     * Citus spreads the rooms over its nodes, each room with everything that belongs to it on one node. Identities stay
     * on the coordinator. The database has the extension, and the coordinator knows the nodes, before the store opens.
     */
    CITUS
}
