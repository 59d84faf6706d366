package live.roomkit.store;

import org.jspecify.annotations.Nullable;

/**
 * A store could not do what it was asked. Its kinds say why.
 *
 * <p>Messages carry ids and the SQLSTATE at most, never what people said, their addresses or a driver's words. Ids are
 * cut to 255 characters, and escaped where a log would not show them on its line. A cause, where there is one, is a
 * copy without its message. After any of them nothing of the failed call remains, unless {@link #isOutcomeKnown()}
 * says otherwise, and a transaction of the caller is still usable.
 */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;

    private final boolean retryable;

    private final boolean outcomeKnown;

    /** A failure that the same call would meet again, with nothing written. */
    public StoreException(String message) {
        this(message, null, false, true, null);
    }

    /**
     * A failure of the database.
     *
     * @param message ids and the SQLSTATE at most
     * @param sqlState the SQLSTATE, if there was one
     * @param retryable see {@link #isRetryable()}
     * @param outcomeKnown see {@link #isOutcomeKnown()}
     * @param cause the cause without its message, if there was one
     */
    public StoreException(
            String message,
            @Nullable String sqlState,
            boolean retryable,
            boolean outcomeKnown,
            @Nullable Throwable cause) {
        super(message, cause);
        this.sqlState = sqlState;
        this.retryable = retryable;
        this.outcomeKnown = outcomeKnown;
    }

    /** The SQLSTATE with which the database failed, or {@code null} when it was not the database. */
    public @Nullable String getSqlState() {
        return this.sqlState;
    }

    /** Whether the same call may succeed when it is made again, with a whole new transaction where there is one. */
    public boolean isRetryable() {
        return this.retryable;
    }

    /**
     * Whether it is certain that a write did not happen. When it is not, because the connection was lost while the
     * database was at work, the write may or may not have been committed: repeat it with the same id or idempotency key.
     */
    public boolean isOutcomeKnown() {
        return this.outcomeKnown;
    }
}
