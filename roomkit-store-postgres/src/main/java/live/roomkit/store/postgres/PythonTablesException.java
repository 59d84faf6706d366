package live.roomkit.store.postgres;

import java.util.List;
import live.roomkit.store.StoreException;

/**
 * Thrown when a migration would create the store's tables in a database with tables of RoomKit for Python. The
 * migration then creates nothing. The exception protects the data of the store from RoomKit for Python. In each schema
 * to which RoomKit for Python has access, it regards a table {@code rooms} with a column {@code data} as an earlier
 * version of its own table. The store's table {@code rooms} is such a table. RoomKit for Python offers a migration that
 * drops the data of all such tables.
 */
public class PythonTablesException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final List<String> schemas;

    /**
     * Creates the exception for a database with tables of RoomKit for Python.
     *
     * @param schema the schema in which the store was to create its tables
     * @param schemas the schemas that contain tables of RoomKit for Python
     */
    public PythonTablesException(String schema, List<String> schemas) {
        super("Schemas " + schemas
                + " hold tables of RoomKit's Python program, which would mistake the tables in schema "
                + schema
                + " for an earlier version of its own, and offer a migration that drops their data: give the store a"
                + " database of its own. To go on all the same, keep the Python program's role from schema " + schema
                + ", and call besidePythonStore(true)");
        this.schemas = List.copyOf(schemas);
    }

    /** Returns the names of the schemas that contain tables of RoomKit for Python. The list cannot be modified. */
    public List<String> getSchemas() {
        return this.schemas;
    }
}
