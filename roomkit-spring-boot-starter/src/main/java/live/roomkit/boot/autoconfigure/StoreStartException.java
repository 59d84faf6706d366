package live.roomkit.boot.autoconfigure;

import live.roomkit.store.StoreException;

/** The database of the store was found but cannot be used. */
final class StoreStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RoomKitDatabase database;

    private final boolean migratingApart;

    private final StoreException failure;

    /**
     * A start that failed.
     *
     * @param database where the store was to work
     * @param migratingApart whether the tables were to be migrated on another connection than the store's
     * @param failure what happened
     */
    StoreStartException(RoomKitDatabase database, boolean migratingApart, StoreException failure) {
        super("The conversation store cannot use its database: " + failure.getMessage(), failure);
        this.database = database;
        this.migratingApart = migratingApart;
        this.failure = failure;
    }

    RoomKitDatabase database() {
        return this.database;
    }

    boolean isMigratingApart() {
        return this.migratingApart;
    }

    StoreException failure() {
        return this.failure;
    }
}
