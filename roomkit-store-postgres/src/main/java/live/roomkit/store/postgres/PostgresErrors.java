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
 * Makes the store's exceptions from those of JDBC, by SQLSTATE alone. It neither reads nor passes on a driver's
 * message, which may hold a whole row. To learn which id or key violated a constraint, the code that wrote reads the
 * rows back.
 */
final class PostgresErrors {

    static final String UNIQUE_VIOLATION = "23505";

    private static final String FAILED_TRANSACTION = "25P02";

    /** The SQLSTATE with which a standby answers a write. */
    static final String READ_ONLY = "25006";

    /** The standard's SQLSTATE for a statement whose completion is unknown. */
    private static final String COMPLETION_UNKNOWN = "40003";

    /**
     * The server's routine that waits for a synchronous standby. Its name identifies the warning, whose text is
     * translated.
     */
    private static final String WAIT_FOR_STANDBY = "SyncRepWaitForLSN";

    private static final String REPEAT_WHOLE = ": roll the transaction back and repeat it whole";

    private PostgresErrors() {}

    /** Returns the SQLSTATE behind an exception, or {@code null} without one. */
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
     * Makes the store's exception for a failed statement or commit.
     *
     * @param committedIfUnknown whether the statement commits by itself, so that a lost connection leaves open whether
     *     it committed
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
     * Makes the exception for a failure that ended the caller's transaction. Operations look for a used key first, so a
     * violated key there means that another transaction used the key at the same time.
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

    /**
     * Makes the exception for a call in a transaction whose connection is closed. The failure itself need not report
     * that.
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
     * Makes the exception for a write in a transaction that the caller declared read-only. The write is refused before
     * it is sent.
     */
    static StoreException readOnlyTransaction() {
        return StoreException.permanent("The transaction is read-only (SQLSTATE 25006)", READ_ONLY, null);
    }

    /**
     * Marks a failure that followed a successful write in the caller's transaction, such as a row that cannot be read.
     */
    static StoreException afterWrite(StoreException exception) {
        return (exception.getClass() == StoreException.class && exception.getSqlState() == null)
                ? exception.endingTransaction()
                : exception;
    }

    /**
     * Checks whether the server warned that a write is committed here, and perhaps not on the synchronous standby,
     * because the wait for the standby was cancelled.
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

    /** Makes the exception for a write that a failover may lose. Reading the write back would confirm nothing. */
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
     * Marks a failure around a statement that commits by itself. When a row that the statement returned cannot be read,
     * the statement's write stays. Every other failure of this kind precedes the statement.
     */
    static StoreException afterStatement(StoreException exception) {
        return (exception.getClass() == StoreException.class)
                ? StoreException.outcomeUnknown(String.valueOf(exception.getMessage()), null, null)
                : exception;
    }

    /**
     * Makes a waiting caller's exception from the failure of the caller that wrote for both, when the failure concerns
     * both.
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
                "Another append, with which this one was written, failed", null, null);
    }

    /** Checks whether the failed work left nothing behind, and may succeed when it is repeated from its beginning. */
    static boolean isUndone(StoreException exception) {
        String state = exception.getSqlState();
        return exception.isRetryable()
                && exception.isOutcomeKnown()
                && state != null
                && (state.startsWith("40") || isConnectionLost(state) || state.equals(READ_ONLY));
    }

    /**
     * Returns the failure of an idempotent write when the write is worth repeating, and throws it otherwise. It throws
     * an unconfirmed write's failure, because a repeated call would find that write and report it as safe.
     *
     * @param earlier the failure of an earlier attempt, or {@code null}. The outcome of that attempt stays unknown,
     *     unless the database answered the later one.
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

    /** Makes the store's exception for a connection that could not be obtained. */
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
