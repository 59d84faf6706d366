package live.roomkit.store.postgres;

/** What opening a store does about its tables. */
public enum MigrationMode {

    /** Creates or updates them where that is needed. */
    MIGRATE,

    /** Refuses to open the store when they are missing or older than this version needs; changes nothing. */
    VALIDATE,

    /** Leaves them alone, and believes that they fit. */
    NONE
}
