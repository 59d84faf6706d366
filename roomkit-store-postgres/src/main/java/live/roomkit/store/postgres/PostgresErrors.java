package live.roomkit.store.postgres;

import java.sql.SQLException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Makes exceptions of the store from those of JDBC, by SQLSTATE alone. A driver's message may hold a whole row: it is
 * never read and never passed on. Which id or key a violated constraint stands for is found out by whoever wrote, by
 * reading back.
 */
final class PostgresErrors {

    static final String UNIQUE_VIOLATION = "23505";

    /** What a standby answers to a write. */
    static final String READ_ONLY = "25006";

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
        String state = sqlState(exception);
        Throwable cause = DatabaseFailure.copyOf(exception);
        if (exception instanceof TransactionTimedOutException) {
            return new StoreTimeoutException("The time of the transaction is over", null, cause);
        }
        if (state == null) {
            return refused("The database driver failed", null, committedIfUnknown, cause);
        }
        boolean lost = isConnectionLost(state);
        if (lost || state.startsWith("53")) {
            String message = "The database is not available (SQLSTATE " + state + ")";
            return (lost && committedIfUnknown)
                    ? StoreUnavailableException.outcomeUnknown(message, state, cause)
                    : StoreUnavailableException.notWritten(message, state, cause);
        }
        return switch (state) {
            case "57014", "55P03", "25P03", "25P04" ->
                new StoreTimeoutException("The database took too long (SQLSTATE " + state + ")", state, cause);
            case "40001", "40P01" ->
                StoreException.retryable("Another transaction was in the way (SQLSTATE " + state + ")", state, cause);
            case READ_ONLY ->
                StoreUnavailableException.notWritten(
                        "The database does not take writes (SQLSTATE 25006)", state, cause);
            default ->
                refused(
                        "The database refused a statement (SQLSTATE " + state + ")",
                        state,
                        state.startsWith("XX") && committedIfUnknown,
                        cause);
        };
    }

    private static StoreException refused(
            String message, @Nullable String state, boolean outcomeUnknown, @Nullable Throwable cause) {
        return outcomeUnknown
                ? StoreException.outcomeUnknown(message, state, cause)
                : StoreException.permanent(message, state, cause);
    }

    /** As {@link #translate}, in a transaction that the caller declared read-only: writing fails on every server. */
    static StoreException inReadOnly(Throwable exception) {
        return READ_ONLY.equals(sqlState(exception))
                ? StoreException.permanent(
                        "The transaction is read-only (SQLSTATE 25006)", READ_ONLY, DatabaseFailure.copyOf(exception))
                : translate(exception, false);
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
     * The failure of a write that makes no difference when it is repeated, if it is worth repeating; else it is thrown.
     *
     * @param earlier the failure of an earlier attempt, if there was one: what became of it stays unknown, unless the
     *     database answered the later one
     */
    static StoreException afterUnknown(@Nullable StoreException earlier, StoreException exception) {
        if (exception instanceof StoreUnavailableException && !exception.isOutcomeKnown()) {
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

    private static boolean isConnectionLost(String state) {
        return state.startsWith("08") || state.startsWith("57P");
    }
}
