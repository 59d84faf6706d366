package live.roomkit.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store refused an operation or failed to carry it out. Subclasses say why.
 *
 * <p>Messages carry ids and the SQLSTATE at most, never message text, addresses or a driver's words. Ids are cut to 255
 * characters, and escaped where a log would not show them on one line. A cause, where there is one, is a copy without its
 * message. Nothing of the failed call remains, unless {@link #isOutcomeKnown()} is {@code false}. A refusal by the store
 * leaves a transaction of the caller usable. A failure of the database may end it, see {@link #isTransactionUsable()}.
 */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;

    private final boolean retryable;

    private final boolean outcomeKnown;

    private boolean transactionUsable = true;

    /** Creates the exception for a refusal. The same call would be refused again, and nothing was written. */
    public StoreException(String message) {
        this(message, null, null, false, true);
    }

    /**
     * Creates the exception for a failure that the same call would meet again, with more information from a subclass.
     * Nothing was written.
     *
     * @param message ids and the SQLSTATE at most
     * @param sqlState the SQLSTATE, if there was one
     * @param cause the cause without its message, if there was one
     */
    protected StoreException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        this(message, sqlState, cause, false, true);
    }

    StoreException(
            String message,
            @Nullable String sqlState,
            @Nullable Throwable cause,
            boolean retryable,
            boolean outcomeKnown) {
        super(message, cause);
        this.sqlState = sqlState;
        this.retryable = retryable;
        this.outcomeKnown = outcomeKnown;
    }

    /**
     * Creates the exception for a failure that the same call would meet again. Nothing was written.
     *
     * @param message ids and the SQLSTATE at most
     * @param sqlState the SQLSTATE, if there was one
     * @param cause the cause without its message, if there was one
     */
    public static StoreException permanent(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreException(message, sqlState, cause, false, true);
    }

    /** Creates the exception for a failure that the same call may not meet again. Nothing was written. */
    public static StoreException retryable(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreException(message, sqlState, cause, true, true);
    }

    /** Creates the exception for a failure that leaves open whether the write was carried out. */
    public static StoreException outcomeUnknown(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreException(message, sqlState, cause, false, false);
    }

    /**
     * Notes that this failure ended the transaction of the caller, for stores to call before they throw it.
     *
     * @return this exception
     */
    public StoreException endingTransaction() {
        this.transactionUsable = false;
        return this;
    }

    /** Returns the SQLSTATE of the database's failure, or {@code null} when the failure was not the database's. */
    public @Nullable String getSqlState() {
        return this.sqlState;
    }

    /** Checks whether the same call may succeed when it is repeated, with a whole new transaction where there is one. */
    public boolean isRetryable() {
        return this.retryable;
    }

    /**
     * Checks whether it is certain that a write did not happen. After a connection was lost while the database was
     * at work, the outcome is unknown: the write may have been committed. Repeat it with the same id or idempotency key.
     */
    public boolean isOutcomeKnown() {
        return this.outcomeKnown;
    }

    /**
     * Checks whether a transaction of the caller can go on. A refusal leaves it usable, with nothing of the failed call in
     * it. A failure of the database ends it: a timeout, a deadlock, a serialization failure or a lost connection. Then roll
     * it back, and repeat it whole if {@link #isRetryable()} says so. Until then every call in it fails.
     */
    public boolean isTransactionUsable() {
        return this.transactionUsable;
    }
}
