package live.roomkit.store;

import org.jspecify.annotations.Nullable;

/** No connection could be had within the acquire time-out, or the database went away. */
public class StoreUnavailableException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** A database that cannot be reached; see {@link StoreException#isOutcomeKnown()} for what may have happened. */
    public StoreUnavailableException(
            String message, @Nullable String sqlState, boolean outcomeKnown, @Nullable Throwable cause) {
        super(message, sqlState, true, outcomeKnown, cause);
    }
}
