package live.roomkit.store.postgres;

/** Determines what a store does with its tables when it is opened. */
public enum MigrationMode {

    /** Creates the tables when they do not exist, and updates them when they are older than this library needs. */
    MIGRATE,

    /** Fails when the tables are missing or older than this library needs. Changes nothing. */
    VALIDATE,

    /**
     * Changes nothing. Opens the store even when the tables are missing or older than this library needs. When a table
     * or a column is missing, the store logs a warning.
     */
    NONE
}
