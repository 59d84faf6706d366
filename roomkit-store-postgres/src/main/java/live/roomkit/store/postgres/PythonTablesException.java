package live.roomkit.store.postgres;

import java.util.List;
import live.roomkit.store.StoreException;

/**
 * Thrown before the first migration of a database that holds the tables of RoomKit's Python program, to protect this
 * store's data. The Python program takes a table {@code rooms} with a column {@code data}, in any schema that it can
 * see, for its own of an earlier version. It then offers a migration that drops the table's data.
 */
public class PythonTablesException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final List<String> schemas;

    /**
     * Creates the exception for a database with tables of the Python program.
     *
     * @param schema the schema in which the store was to create its tables
     * @param schemas the schemas that hold the Python program's tables
     */
    public PythonTablesException(String schema, List<String> schemas) {
        super("Schemas " + schemas + " hold tables of RoomKit's Python program, which would take those in schema "
                + schema
                + " for its own of an earlier version, and offer a migration that drops its data: give the store a"
                + " database of its own. To go on all the same, keep the Python program's role from schema " + schema
                + ", and call besidePythonStore(true)");
        this.schemas = List.copyOf(schemas);
    }

    /** Returns the names of the schemas that hold the Python program's tables. The list cannot be modified. */
    public List<String> getSchemas() {
        return this.schemas;
    }
}
