package live.roomkit.store;

import org.jspecify.annotations.Nullable;

/** A statement ran, or waited for a lock, longer than it may. Nothing was written. */
public class StoreTimeoutException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** A time-out told by the database. */
    public StoreTimeoutException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, sqlState, true, true, cause);
    }
}
