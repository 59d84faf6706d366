package live.roomkit.store;

import org.jspecify.annotations.Nullable;

/** Tells that no connection could be had within the acquire timeout, or that the database went away. */
public class StoreUnavailableException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Tells that the database was not available, and that nothing was written, for subclasses that say more. */
    protected StoreUnavailableException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        this(message, sqlState, cause, true);
    }

    private StoreUnavailableException(
            String message, @Nullable String sqlState, @Nullable Throwable cause, boolean outcomeKnown) {
        super(message, sqlState, cause, true, outcomeKnown);
    }

    /** Tells that the database was not available, and that nothing was written. */
    public static StoreUnavailableException notWritten(
            String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, sqlState, cause);
    }

    /** Tells that the database went away during a write, which may have been carried out. */
    public static StoreUnavailableException outcomeUnknown(
            String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, sqlState, cause, false);
    }
}
