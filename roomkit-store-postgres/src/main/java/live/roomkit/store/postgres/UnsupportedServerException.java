package live.roomkit.store.postgres;

import live.roomkit.store.StoreException;

/** Thrown when the database server is not PostgreSQL, or is older than a store supports. */
public class UnsupportedServerException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the server and the version that is needed. */
    public UnsupportedServerException(String message) {
        super(message);
    }
}
