package live.roomkit.store.postgres;

import java.util.List;
import live.roomkit.store.StoreException;

/**
 * Thrown in the migration mode {@link MigrationMode#VALIDATE}, and by {@link PostgresSchema#validate}, when the tables
 * of a store are missing or older than this library needs.
 */
public class PendingMigrationsException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final List<String> scripts;

    /**
     * Creates the exception for tables that are missing or too old.
     *
     * @param schema the name of the schema
     * @param scripts the file names of the pending migrations, in order
     */
    public PendingMigrationsException(String schema, List<String> scripts) {
        super("Schema " + schema + " lacks the migrations " + scripts + ": run them, or let the store migrate");
        this.scripts = List.copyOf(scripts);
    }

    /** Returns the file names of the pending migrations, in order. The list cannot be modified. */
    public List<String> getScripts() {
        return this.scripts;
    }
}
