package live.roomkit.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store refuses an operation, or when the database fails. Subclasses of this exception name the reason.
 *
 * <p>An exception message may contain ids and the SQLSTATE. An exception message never contains the text of an event,
 * an address of a person, or the JDBC driver's own message. Ids are truncated to 255 characters, and line breaks and
 * other control characters in ids are escaped. The cause, if there is one, is a copy of the exception that caused the
 * failure. The copy does not contain the message of that exception.
 *
 * <p>When {@link #isOutcomeKnown()} returns {@code true}, the failed call has written nothing. Otherwise, the call may
 * have written its changes. A transaction of the caller stays usable after the store refused an operation. A failure of
 * the database may make the transaction unusable, see {@link #isTransactionUsable()}.
 */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;

    private final boolean retryable;

    private final boolean outcomeKnown;

    private boolean transactionUsable = true;

    /**
     * Creates the exception for an operation that the store refuses. Nothing was written, and the store would refuse
     * the same call again.
     */
    public StoreException(String message) {
        this(message, null, null, false, true);
    }

    /**
     * Creates the exception for a failure that would also happen when the same call is repeated. Nothing was written.
     * This constructor is for subclasses.
     *
     * @param message the message, which may contain ids and the SQLSTATE but no other values
     * @param sqlState the SQLSTATE, if the database reported one
     * @param cause a copy of the exception that caused the failure, without its message; {@code null} if there was none
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
     * Creates the exception for a failure that would also happen when the same call is repeated. Nothing was written.
     *
     * @param message the message, which may contain ids and the SQLSTATE but no other values
     * @param sqlState the SQLSTATE, if the database reported one
     * @param cause a copy of the exception that caused the failure, without its message; {@code null} if there was none
     */
    public static StoreException permanent(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreException(message, sqlState, cause, false, true);
    }

    /**
     * Creates the exception for a failure after which the same call may succeed when it is repeated. Nothing was
     * written.
     */
    public static StoreException retryable(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreException(message, sqlState, cause, true, true);
    }

    /** Creates the exception for a failure after which it is unknown whether the write was committed. */
    public static StoreException outcomeUnknown(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        return new StoreException(message, sqlState, cause, false, false);
    }

    /**
     * Notes in this exception that the failure made the transaction of the caller unusable. A store calls this method
     * before it throws the exception.
     *
     * @return this exception
     */
    public StoreException endingTransaction() {
        this.transactionUsable = false;
        return this;
    }

    /** Returns the SQLSTATE that the database reported, or {@code null} when the database reported none. */
    public @Nullable String getSqlState() {
        return this.sqlState;
    }

    /**
     * Tells whether the same call may succeed when it is repeated. When the call was part of a transaction of the
     * caller, the caller must repeat the whole transaction.
     */
    public boolean isRetryable() {
        return this.retryable;
    }

    /**
     * Returns {@code true} when it is certain that nothing was written. When the connection is lost while the database
     * executes a write, the outcome is unknown: the write may have been committed. When the outcome is unknown, repeat
     * the write with the same id or idempotency key, so that the record is not stored twice.
     */
    public boolean isOutcomeKnown() {
        return this.outcomeKnown;
    }

    /**
     * Tells whether a transaction of the caller can continue. When the store refuses an operation, the transaction
     * stays usable and contains no change of the failed call. After a failure of the database, such as a timeout, a
     * deadlock, a serialization failure or a lost connection, every further call in the transaction fails. The caller
     * must then roll the transaction back, and can repeat it if {@link #isRetryable()} returns {@code true}.
     */
    public boolean isTransactionUsable() {
        return this.transactionUsable;
    }
}
