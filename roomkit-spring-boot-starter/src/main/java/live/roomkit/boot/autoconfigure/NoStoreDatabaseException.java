package live.roomkit.boot.autoconfigure;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown when no database is configured for the store, or when the store cannot choose among several DataSources. */
final class NoStoreDatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> candidates;

    NoStoreDatabaseException() {
        super("No database is configured for the conversation store");
        this.candidates = List.of();
    }

    /**
     * Creates the exception for a store that cannot choose among several DataSources.
     *
     * @param which the words that follow "the DataSource beans" in the message, such as {@code of the application}
     */
    NoStoreDatabaseException(String which, @Nullable Collection<String> candidates) {
        super("The conversation store cannot choose among the DataSource beans " + which + ": " + candidates);
        this.candidates = (candidates != null) ? List.copyOf(candidates) : List.of();
    }

    /**
     * Returns the bean names of the DataSources among which the store cannot choose, or an empty list when there is no
     * DataSource.
     */
    List<String> candidates() {
        return this.candidates;
    }
}
