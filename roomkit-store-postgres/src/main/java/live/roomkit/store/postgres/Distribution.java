package live.roomkit.store.postgres;

/** Determines how the tables of a store are distributed over servers. */
public enum Distribution {

    /** One server has all tables. This value also applies to tables that PostgreSQL partitions on one server. */
    NONE,

    /**
     * Citus distributes the rooms over its nodes, and keeps everything that belongs to a room on one node. Identities
     * stay on the coordinator. Before the store opens, the extension must have been created in the database, and the
     * nodes must have been added to the coordinator.
     */
    CITUS
}
