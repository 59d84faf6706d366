package live.roomkit.store.postgres;

import java.util.List;
import live.roomkit.store.StoreException;

/**
 * The database holds the tables of RoomKit's Python program, whose data would be in danger beside this store's. That program
 * takes a table {@code rooms} with a column {@code data}, in any schema that it can see, for its own of an earlier version,
 * and then offers a migration that drops its data.
 */
public class PythonTablesException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final List<String> schemas;

    /**
     * A database with tables of the Python program.
     *
     * @param schema the schema in which the store was to create its own
     * @param schemas the schemas that hold the other ones
     */
    public PythonTablesException(String schema, List<String> schemas) {
        super("Schemas " + schemas + " hold tables of RoomKit's Python program, which would take those in schema "
                + schema
                + " for its own of an earlier version, and offer a migration that drops its data: give the store a"
                + " database of its own. To go on all the same, keep the Python program's role from schema " + schema
                + ", and call besidePythonStore(true)");
        this.schemas = List.copyOf(schemas);
    }

    /** The names of the schemas that hold the other tables. */
    public List<String> getSchemas() {
        return this.schemas;
    }
}
