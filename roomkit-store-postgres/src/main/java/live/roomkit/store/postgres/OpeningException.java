package live.roomkit.store.postgres;

import live.roomkit.store.StoreException;
import live.roomkit.store.postgres.internal.Diagnosed;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store cannot be opened. In most cases, a person must change a setting or the database before the store
 * can be opened.
 */
final class OpeningException extends StoreException implements Diagnosed {

    private static final long serialVersionUID = 1L;

    private final String problem;

    private final String advice;

    OpeningException(String message, String problem, String advice, @Nullable String state, @Nullable Throwable cause) {
        super(message, state, cause);
        this.problem = problem;
        this.advice = advice;
    }

    @Override
    public String problem() {
        return this.problem;
    }

    @Override
    public String advice() {
        return this.advice;
    }
}
