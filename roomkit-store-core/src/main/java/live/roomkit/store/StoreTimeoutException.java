package live.roomkit.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a statement or a transaction ended because of a timeout, such as a lock timeout. Also thrown when the
 * store waited too long for another call, such as an append to the same room. Nothing was written.
 */
public class StoreTimeoutException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception for a timeout.
     *
     * @param message the message, which may contain ids and the SQLSTATE but no other values
     * @param sqlState the SQLSTATE, if the database reported one
     * @param cause a copy of the exception that caused the failure, without its message; {@code null} if there was none
     */
    public StoreTimeoutException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, sqlState, cause, true, true);
    }
}
