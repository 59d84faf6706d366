package live.roomkit.store.postgres;

import live.roomkit.store.StoreException;

/**
 * Thrown when the tables of a store require a newer version of RoomKit. A migration by a newer version has declared the
 * tables incompatible with the version in use.
 */
public class NewerSchemaException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final int requiredVersion;

    private final int knownVersion;

    /**
     * Creates the exception for tables that require a newer version of RoomKit.
     *
     * @param schema the name of the schema
     * @param requiredVersion the schema version that the library must support
     * @param knownVersion the latest schema version that this library supports
     */
    public NewerSchemaException(String schema, int requiredVersion, int knownVersion) {
        super("Schema " + schema + " requires a version of RoomKit that knows schema version " + requiredVersion
                + "; this one knows " + knownVersion + ": use a newer one");
        this.requiredVersion = requiredVersion;
        this.knownVersion = knownVersion;
    }

    /** Returns the schema version that RoomKit must support to use the tables. */
    public int getRequiredVersion() {
        return this.requiredVersion;
    }

    /** Returns the latest schema version that this library supports. */
    public int getKnownVersion() {
        return this.knownVersion;
    }
}
