package live.roomkit.store.postgres;

import java.util.List;
import live.roomkit.store.StoreException;

/** Thrown when the tables are missing or older than this library needs, and the store may only check them. */
public class PendingMigrationsException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final List<String> scripts;

    /**
     * Creates the exception for a schema that is too old.
     *
     * @param schema the name of the schema
     * @param scripts the file names of the missing migrations, in their order
     */
    public PendingMigrationsException(String schema, List<String> scripts) {
        super("Schema " + schema + " lacks the migrations " + scripts + ": run them, or let the store migrate");
        this.scripts = List.copyOf(scripts);
    }

    /** Returns the file names of the missing migrations, in their order. The list cannot be modified. */
    public List<String> getScripts() {
        return this.scripts;
    }
}
