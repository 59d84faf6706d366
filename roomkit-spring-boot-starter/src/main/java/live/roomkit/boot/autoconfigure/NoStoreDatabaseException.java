package live.roomkit.boot.autoconfigure;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown when the store has no database, or would have to choose among several. */
final class NoStoreDatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> candidates;

    NoStoreDatabaseException() {
        super("No database is configured for the conversation store");
        this.candidates = List.of();
    }

    /**
     * Creates the exception for several databases.
     *
     * @param which the candidates' common description, as part of a sentence
     * @param candidates the names of the candidates' beans
     */
    NoStoreDatabaseException(String which, @Nullable Collection<String> candidates) {
        super("The conversation store cannot choose among the DataSource beans " + which + ": " + candidates);
        this.candidates = (candidates != null) ? List.copyOf(candidates) : List.of();
    }

    /** Returns the names of the candidates' beans, empty without any. */
    List<String> candidates() {
        return this.candidates;
    }
}
