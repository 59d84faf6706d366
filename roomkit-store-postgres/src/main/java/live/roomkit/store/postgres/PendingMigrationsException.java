package live.roomkit.store.postgres;

import java.util.List;
import live.roomkit.store.StoreException;

/** The tables are missing, or older than this library needs, and were only to be looked at. */
public class PendingMigrationsException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final List<String> scripts;

    /**
     * A schema that is too old.
     *
     * @param schema its name
     * @param scripts the migrations that it lacks, in their order
     */
    public PendingMigrationsException(String schema, List<String> scripts) {
        super("Schema " + schema + " lacks the migrations " + scripts + ": run them, or let the store migrate");
        this.scripts = List.copyOf(scripts);
    }

    /** The file names of the migrations that are to be run, in their order. */
    public List<String> getScripts() {
        return this.scripts;
    }
}
