package live.roomkit.boot.autoconfigure;

import live.roomkit.store.StoreException;

/** Thrown at startup when the database of the store is configured but cannot be used. */
final class StoreStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RoomKitDatabase database;

    private final transient RoomKitStoreProperties properties;

    private final StoreException failure;

    StoreStartException(RoomKitDatabase database, RoomKitStoreProperties properties, StoreException failure) {
        super("The conversation store cannot use its database: " + failure.getMessage(), failure);
        this.database = database;
        this.properties = properties;
        this.failure = failure;
    }

    RoomKitDatabase database() {
        return this.database;
    }

    RoomKitStoreProperties properties() {
        return this.properties;
    }

    StoreException failure() {
        return this.failure;
    }
}
