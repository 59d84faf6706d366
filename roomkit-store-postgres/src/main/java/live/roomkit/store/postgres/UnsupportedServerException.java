package live.roomkit.store.postgres;

import live.roomkit.store.StoreException;

/** Thrown when the database server is not PostgreSQL, or its version is too old. */
public class UnsupportedServerException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception. The message should name the server and the required version. */
    public UnsupportedServerException(String message) {
        super(message);
    }
}
