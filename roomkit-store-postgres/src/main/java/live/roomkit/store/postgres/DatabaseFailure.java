package live.roomkit.store.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Copies an exception without its message, which may hold the text of a conversation. The copy keeps type, SQLSTATE and
 * stack.
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
