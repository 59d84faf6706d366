package live.roomkit.store.postgres;

import live.roomkit.store.StoreException;

/** Thrown when the tables declare that a library as old as this one must not use them. */
public class NewerSchemaException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final int requiredVersion;

    private final int knownVersion;

    /**
     * Creates the exception for a schema that is too new.
     *
     * @param schema the name of the schema
     * @param requiredVersion the schema version that a library must know to use it
     * @param knownVersion the latest schema version that this library knows
     */
    public NewerSchemaException(String schema, int requiredVersion, int knownVersion) {
        super("Schema " + schema + " requires a version of RoomKit that knows schema version " + requiredVersion
                + "; this one knows " + knownVersion + ": use a newer one");
        this.requiredVersion = requiredVersion;
        this.knownVersion = knownVersion;
    }

    /** Returns the schema version that a library must know to use these tables. */
    public int getRequiredVersion() {
        return this.requiredVersion;
    }

    /** Returns the latest schema version that this library knows. */
    public int getKnownVersion() {
        return this.knownVersion;
    }
}
