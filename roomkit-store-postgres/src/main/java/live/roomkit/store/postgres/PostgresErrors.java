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
 * Makes exceptions of the store from those of JDBC, by SQLSTATE alone. A driver's message may hold a whole row: it is
 * never read and never passed on. Which id or key a violated constraint stands for is found out by whoever wrote, by
 * reading back.
 */
final class PostgresErrors {

    static final String UNIQUE_VIOLATION = "23505";

    private static final String FAILED_TRANSACTION = "25P02";

    /** What a standby answers to a write. */
    static final String READ_ONLY = "25006";

    /** What the standard calls a statement of which nobody knows whether it is complete. */
    private static final String COMPLETION_UNKNOWN = "40003";

    /** Where the server waits for a synchronous standby; what it says there is translated. */
    private static final String WAIT_FOR_STANDBY = "SyncRepWaitForLSN";

    private static final String REPEAT_WHOLE = ": roll the transaction back and repeat it whole";

    private PostgresErrors() {}

    /** The SQLSTATE behind an exception, if there is one. */
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
     * The store's exception for a failed statement or commit.
     *
     * @param committedIfUnknown whether the statement commits by itself, so that losing the connection leaves open
     *     whether it did
     */
    static StoreException translate(Throwable exception, boolean committedIfUnknown) {
        return translate(exception, committedIfUnknown, "");
    }

    private static StoreException translate(Throwable exception, boolean committedIfUnknown, String advice) {
        String state = sqlState(exception);
        Throwable cause = DatabaseFailure.copyOf(exception);
        if (exception instanceof TransactionTimedOutException) {
            return new StoreTimeoutException("The time of the transaction is over" + advice, null, cause);
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
                StoreException.retryable("Another transaction was in the way" + suffix, state, cause);
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
     * Makes the exception for a failure that ended a transaction of the caller. A key is violated there only when another
     * transaction used it at the same time: operations look first.
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
                            "Another transaction was in the way (SQLSTATE 23505)" + REPEAT_WHOLE,
                            state,
                            DatabaseFailure.copyOf(exception))
                    .endingTransaction();
        }
        return translate(exception, false, REPEAT_WHOLE).endingTransaction();
    }

    /** Makes the exception for a call in a transaction whose connection is closed; its failure need not say so. */
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

    /** Makes the exception for a write in a transaction that the caller declared read-only, before it is sent. */
    static StoreException readOnlyTransaction() {
        return StoreException.permanent("The transaction is read-only (SQLSTATE 25006)", READ_ONLY, null);
    }

    /** Marks a failure beside a write that the transaction of the caller now holds: a row that cannot be read. */
    static StoreException afterWrite(StoreException exception) {
        return (exception.getClass() == StoreException.class && exception.getSqlState() == null)
                ? exception.endingTransaction()
                : exception;
    }

    /**
     * Checks whether the server warned that a write is committed here, and perhaps not on the synchronous standby: the
     * waiting for that was cancelled.
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

    /** Makes the exception for a write that would be lost in a failover. Reading it back would confirm nothing. */
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
     * A failure beside a statement that commits by itself. A row that it gave back and that cannot be read does not undo
     * what it wrote; every other kind of failure came before the statement.
     */
    static StoreException afterStatement(StoreException exception) {
        return (exception.getClass() == StoreException.class)
                ? StoreException.outcomeUnknown(String.valueOf(exception.getMessage()), null, null)
                : exception;
    }

    /** What a caller is told whose append was written by another one, when that failed in a way that concerns both. */
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
                "Another append, with which this one was written, failed", null, null);
    }

    /** Whether what failed left nothing behind, and may succeed if it is done again from its beginning. */
    static boolean isUndone(StoreException exception) {
        String state = exception.getSqlState();
        return exception.isRetryable()
                && exception.isOutcomeKnown()
                && state != null
                && (state.startsWith("40") || isConnectionLost(state) || state.equals(READ_ONLY));
    }

    /**
     * Returns the failure of a write that makes no difference when it is repeated, if it is worth repeating; else throws
     * it. An unconfirmed write is not: the repeated call would find it and take it for safe.
     *
     * @param earlier the failure of an earlier attempt, if there was one: what became of it stays unknown, unless the
     *     database answered the later one
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

    /** The store's exception for a connection that could not be had. */
    static StoreException unavailable(Throwable exception) {
        String state = sqlState(exception);
        String reason = (state != null) ? " (SQLSTATE " + state + ")" : "";
        return StoreUnavailableException.notWritten(
                "No connection to the database within the acquire timeout" + reason,
                state,
                DatabaseFailure.copyOf(exception));
    }

    /** Checks whether another transaction was in the way: a serialization failure or a deadlock. */
    static boolean isConflict(StoreException exception) {
        return exception.getSqlState() != null && exception.getSqlState().startsWith("40");
    }

    private static boolean isConnectionLost(String state) {
        return state.startsWith("08") || state.startsWith("57P");
    }
}
