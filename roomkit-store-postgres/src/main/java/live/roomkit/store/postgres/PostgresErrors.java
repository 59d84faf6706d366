package live.roomkit.store.postgres;

import java.sql.SQLException;
import java.sql.SQLWarning;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Converts exceptions of JDBC to exceptions of the store, by SQLSTATE. This class never uses the message of a JDBC
 * exception, because the message may contain a whole row. After the violation of a constraint, the store therefore
 * queries the tables to find out which id or key already exists.
 */
final class PostgresErrors {

    static final String UNIQUE_VIOLATION = "23505";

    private static final String FAILED_TRANSACTION = "25P02";

    /** SQLSTATE of a write that failed on a standby or in a read-only transaction. */
    static final String READ_ONLY = "25006";

    /** SQLSTATE of the SQL standard for a statement whose completion is unknown. */
    private static final String COMPLETION_UNKNOWN = "40003";

    /**
     * Name of the server function that waits for a synchronous standby. When the wait is cancelled, the server sends a
     * warning with this function name. The text of the warning may be translated, so the store looks for the function
     * name.
     */
    private static final String WAIT_FOR_STANDBY = "SyncRepWaitForLSN";

    private static final String REPEAT_WHOLE = ": roll the transaction back and repeat it whole";

    private PostgresErrors() {}

    /** Returns the SQLSTATE of an exception or one of its causes, or {@code null} when there is none. */
    static @Nullable String sqlState(@Nullable Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
            if (cause instanceof StoreException store) {
                return store.getSqlState();
            }
        }
        return null;
    }

    static boolean isUniqueViolation(Throwable exception) {
        return UNIQUE_VIOLATION.equals(sqlState(exception));
    }

    /**
     * Creates the exception for a failed statement or commit.
     *
     * @param committedIfUnknown whether the work may have been committed although the statement or commit failed. If
     *     {@code true}, the exception for a lost connection, a failure of the driver or an internal error of the server
     *     says that the outcome of the call is unknown
     */
    static StoreException translate(Throwable exception, boolean committedIfUnknown) {
        return translate(exception, committedIfUnknown, "");
    }

    private static StoreException translate(Throwable exception, boolean committedIfUnknown, String advice) {
        String state = sqlState(exception);
        Throwable cause = DatabaseFailure.copyOf(exception);
        if (exception instanceof TransactionTimedOutException) {
            return new StoreTimeoutException("The transaction has timed out" + advice, null, cause);
        }
        if (state == null) {
            return refused("The database driver failed", null, committedIfUnknown, cause);
        }
        String suffix = " (SQLSTATE " + state + ")" + advice;
        boolean lost = isConnectionLost(state);
        if (lost || state.startsWith("53")) {
            String message = "The database is not available" + suffix;
            return (lost && committedIfUnknown)
                    ? StoreUnavailableException.outcomeUnknown(message, state, cause)
                    : StoreUnavailableException.notWritten(message, state, cause);
        }
        return switch (state) {
            case "57014", "55P03", "25P03", "25P04" ->
                new StoreTimeoutException("The database took too long" + suffix, state, cause);
            case "40001", "40P01" ->
                StoreException.retryable("The call conflicted with another transaction" + suffix, state, cause);
            case READ_ONLY ->
                StoreUnavailableException.notWritten("The database does not take writes" + suffix, state, cause);
            default ->
                refused(
                        "The database refused a statement (SQLSTATE " + state + ")",
                        state,
                        state.startsWith("XX") && committedIfUnknown,
                        cause);
        };
    }

    /**
     * Creates the exception for a failure that made the caller's transaction unusable. Operations check before a write
     * whether a unique key already exists. The violation of a unique index therefore means that another transaction
     * inserted the same key at the same time. The caller may then repeat the transaction.
     */
    static StoreException endingTransaction(Throwable exception) {
        String state = sqlState(exception);
        if (FAILED_TRANSACTION.equals(state)) {
            return StoreException.retryable(
                            "An earlier failure ended the transaction (SQLSTATE 25P02)" + REPEAT_WHOLE,
                            state,
                            DatabaseFailure.copyOf(exception))
                    .endingTransaction();
        }
        if (UNIQUE_VIOLATION.equals(state)) {
            return StoreException.retryable(
                            "The call conflicted with another transaction (SQLSTATE 23505)" + REPEAT_WHOLE,
                            state,
                            DatabaseFailure.copyOf(exception))
                    .endingTransaction();
        }
        return translate(exception, false, REPEAT_WHOLE).endingTransaction();
    }

    /**
     * Creates the exception for a call in a transaction whose connection is closed. The failure may have any SQLSTATE,
     * or none.
     */
    static StoreException connectionOfTransactionLost(Throwable exception) {
        String state = sqlState(exception);
        return StoreUnavailableException.notWritten(
                        "The connection of the transaction is lost"
                                + ((state != null) ? " (SQLSTATE " + state + ")" : "")
                                + REPEAT_WHOLE,
                        state,
                        DatabaseFailure.copyOf(exception))
                .endingTransaction();
    }

    /**
     * Creates the exception for a write in a read-only transaction of the caller. The store throws the exception
     * without sending the write to the server.
     */
    static StoreException readOnlyTransaction() {
        return StoreException.permanent("The transaction is read-only (SQLSTATE 25006)", READ_ONLY, null);
    }

    /**
     * Returns the exception to throw when a write in the caller's transaction threw a {@link StoreException}. When the
     * call failed after its write had succeeded, for example because a returned row could not be read, the returned
     * exception says that the transaction is unusable. The exception for any other failure is returned unchanged.
     */
    static StoreException afterWrite(StoreException exception) {
        return (exception.getClass() == StoreException.class && exception.getSqlState() == null)
                ? exception.endingTransaction()
                : exception;
    }

    /**
     * Tells whether the server warned that the wait for the synchronous standby was cancelled. After this warning, the
     * write is committed on the primary, but perhaps not on the standby.
     */
    static boolean isUnconfirmed(@Nullable SQLWarning warnings) {
        for (SQLWarning warning = warnings; warning != null; warning = warning.getNextWarning()) {
            if (warning instanceof PSQLWarning server
                    && server.getServerErrorMessage() != null
                    && WAIT_FOR_STANDBY.equals(server.getServerErrorMessage().getRoutine())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Creates the exception for a write that the synchronous standby has not confirmed. A failover may lose such a
     * write.
     */
    static StoreException unconfirmed() {
        return StoreUnavailableException.outcomeUnknown(
                "The synchronous standby did not confirm a write (SQLSTATE 40003)", COMPLETION_UNKNOWN, null);
    }

    private static StoreException refused(
            String message, @Nullable String state, boolean outcomeUnknown, @Nullable Throwable cause) {
        return outcomeUnknown
                ? StoreException.outcomeUnknown(message, state, cause)
                : StoreException.permanent(message, state, cause);
    }

    /**
     * Returns the exception to throw when work with an auto-committed statement threw a {@link StoreException}. When a
     * row that the statement returned could not be read, the write is already committed, and the returned exception
     * says that the outcome is unknown. The exception for any other failure is returned unchanged.
     */
    static StoreException afterStatement(StoreException exception) {
        return (exception.getClass() == StoreException.class)
                ? StoreException.outcomeUnknown(String.valueOf(exception.getMessage()), null, null)
                : exception;
    }

    /**
     * Creates the exception for a caller whose event was part of a failed statement. Another caller ran this statement
     * to write the events of several callers.
     */
    static StoreException forAnotherCaller(Throwable exception) {
        if (exception instanceof StoreTimeoutException timeout) {
            return new StoreTimeoutException(
                    String.valueOf(timeout.getMessage()), timeout.getSqlState(), timeout.getCause());
        }
        if (exception instanceof StoreUnavailableException lost) {
            String message = String.valueOf(lost.getMessage());
            return lost.isOutcomeKnown()
                    ? StoreUnavailableException.notWritten(message, lost.getSqlState(), lost.getCause())
                    : StoreUnavailableException.outcomeUnknown(message, lost.getSqlState(), lost.getCause());
        }
        return StoreUnavailableException.outcomeUnknown(
                "The event was written in one statement with other appends, and the statement failed", null, null);
    }

    /** Tells whether the failed work wrote nothing and may succeed when it is repeated. */
    static boolean isUndone(StoreException exception) {
        String state = exception.getSqlState();
        return exception.isRetryable()
                && exception.isOutcomeKnown()
                && state != null
                && (state.startsWith("40") || isConnectionLost(state) || state.equals(READ_ONLY));
    }

    /**
     * Decides whether an idempotent write is repeated after it failed with {@code exception}. Returns {@code exception}
     * when the write should be repeated, and throws an exception otherwise. A write that a synchronous standby has not
     * confirmed is not repeated. The repeated call would find the write on the primary and report success, although the
     * standby may lack the write.
     *
     * @param earlier the failure of an earlier attempt that may have been committed, or {@code null} when there was no
     *     such attempt. The exception {@code earlier} says that the outcome of the write is unknown. This method throws
     *     {@code earlier} when the write should not be repeated and {@code exception} reports a failure of the
     *     database. When {@code exception} has another cause, such as a missing room, this method throws
     *     {@code exception}
     */
    static StoreException afterUnknown(@Nullable StoreException earlier, StoreException exception) {
        if (exception instanceof StoreUnavailableException
                && !exception.isOutcomeKnown()
                && !COMPLETION_UNKNOWN.equals(exception.getSqlState())) {
            return exception;
        }
        if (earlier == null || !isFailure(exception)) {
            throw exception;
        }
        earlier.addSuppressed(exception);
        throw earlier;
    }

    private static boolean isFailure(StoreException exception) {
        return exception.getClass() == StoreException.class
                || exception instanceof StoreUnavailableException
                || exception instanceof StoreTimeoutException;
    }

    /** Creates the exception for a connection that could not be obtained. */
    static StoreException unavailable(Throwable exception) {
        String state = sqlState(exception);
        String reason = (state != null) ? " (SQLSTATE " + state + ")" : "";
        return StoreUnavailableException.notWritten(
                "No connection to the database within the acquire timeout" + reason,
                state,
                DatabaseFailure.copyOf(exception));
    }

    /** Tells whether the failure is a serialization failure or a deadlock. */
    static boolean isConflict(StoreException exception) {
        return exception.getSqlState() != null && exception.getSqlState().startsWith("40");
    }

    private static boolean isConnectionLost(String state) {
        return state.startsWith("08") || state.startsWith("57P");
    }
}
