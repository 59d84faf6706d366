package live.roomkit.store.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Copy of an exception without its message, because the message may contain text of a conversation. The copy keeps the
 * name of the exception class, the SQLSTATE and the stack trace.
 */
final class DatabaseFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_DEPTH = 10;

    private DatabaseFailure(String message, StackTraceElement[] stack, @Nullable Throwable cause) {
        super(message, cause, false, true);
        setStackTrace(stack);
    }

    static DatabaseFailure copyOf(Throwable exception) {
        return copyOf(exception, MAX_DEPTH);
    }

    private static DatabaseFailure copyOf(Throwable exception, int depth) {
        Throwable cause = exception.getCause();
        String state = (exception instanceof SQLException sql && sql.getSQLState() != null)
                ? " (SQLSTATE " + sql.getSQLState() + ")"
                : "";
        return new DatabaseFailure(
                exception.getClass().getName() + state,
                exception.getStackTrace(),
                (cause != null && depth > 0) ? copyOf(cause, depth - 1) : null);
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
