package live.roomkit.store.postgres;

import live.roomkit.store.StoreUnavailableException;
import live.roomkit.store.postgres.internal.Diagnosed;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store cannot be opened for a reason that may be temporary, for example because the database cannot be
 * reached or accepts no connections.
 */
final class OpeningUnavailableException extends StoreUnavailableException implements Diagnosed {

    private static final long serialVersionUID = 1L;

    private final String problem;

    private final String advice;

    OpeningUnavailableException(
            String message, String problem, String advice, @Nullable String state, @Nullable Throwable cause) {
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
