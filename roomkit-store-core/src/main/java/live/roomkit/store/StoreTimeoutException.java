package live.roomkit.store;

import org.jspecify.annotations.Nullable;

/** Tells that a statement ran, or waited for a lock, longer than it may. Nothing was written. */
public class StoreTimeoutException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception for a timeout.
     *
     * @param message ids and the SQLSTATE at most
     * @param sqlState the SQLSTATE, if the database told of it
     * @param cause the cause without its message, if there was one
     */
    public StoreTimeoutException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, sqlState, cause, true, true);
    }
}
