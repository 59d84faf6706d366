package live.roomkit.store.postgres;

/** Determines how the tables of a store are distributed over servers. */
public enum Distribution {

    /** One server has all tables. This value also applies to tables that PostgreSQL partitions on one server. */
    NONE,

    /**
     * Citus distributes the rooms over its nodes, and keeps everything that belongs to a room on one node. Identities stay on
     * the coordinator. The extension must be created in the database, and the nodes added to the coordinator, before the store
     * opens.
     */
    CITUS
}
