package live.roomkit.store.postgres;

import live.roomkit.store.StoreException;

/** The database server is not PostgreSQL, or older than a store can use. */
public class UnsupportedServerException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** A server that cannot be used; the message says what it is and what is needed. */
    public UnsupportedServerException(String message) {
        super(message);
    }
}
