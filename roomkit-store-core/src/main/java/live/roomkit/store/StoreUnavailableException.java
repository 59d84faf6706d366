package live.roomkit.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store got no database connection in time, when a connection was lost, or when the database accepts no
 * writes, for example because it is a standby. Also thrown after other temporary failures, for example when the calling
 * thread was interrupted during an append, or when a synchronous standby did not confirm a write.
 */
public class StoreUnavailableException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for a call that wrote nothing. This constructor is for subclasses. */
    protected StoreUnavailableException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        this(message, sqlState, cause, true);
    }

    private StoreUnavailableException(
            String message, @Nullable String sqlState, @Nullable Throwable cause, boolean outcomeKnown) {
        super(message, sqlState, cause, true, outcomeKnown);
    }

    /** Creates the exception for a call that wrote nothing. */
    public static StoreUnavailableException notWritten(
            String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, sqlState, cause);
    }

    /**
     * Creates the exception for a write that may have been committed. For example, the connection was lost during the
     * write.
     */
    public static StoreUnavailableException outcomeUnknown(
            String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, sqlState, cause, false);
    }
}
