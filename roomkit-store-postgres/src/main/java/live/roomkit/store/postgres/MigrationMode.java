package live.roomkit.store.postgres;

/** Says how opening a store treats its tables. */
public enum MigrationMode {

    /** Creates the tables where they are missing and updates them where they are old. */
    MIGRATE,

    /** Refuses to open the store when the tables are missing or older than this version needs. Changes nothing. */
    VALIDATE,

    /** Neither checks nor changes the tables. */
    NONE
}
