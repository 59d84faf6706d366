package live.roomkit.store.postgres;

import live.roomkit.store.StoreException;

/** The tables declare that they are of no use to a library as old as this one. */
public class NewerSchemaException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final int requiredVersion;

    private final int knownVersion;

    /**
     * A schema that is too new.
     *
     * @param schema its name
     * @param requiredVersion the schema version that a library must know to use it
     * @param knownVersion the latest schema version that this library knows
     */
    public NewerSchemaException(String schema, int requiredVersion, int knownVersion) {
        super("Schema " + schema + " requires a version of RoomKit that knows schema version " + requiredVersion
                + "; this one knows " + knownVersion + ": use a newer one");
        this.requiredVersion = requiredVersion;
        this.knownVersion = knownVersion;
    }

    /** The schema version that a library must know. */
    public int getRequiredVersion() {
        return this.requiredVersion;
    }

    /** The latest schema version that this library knows. */
    public int getKnownVersion() {
        return this.knownVersion;
    }
}
