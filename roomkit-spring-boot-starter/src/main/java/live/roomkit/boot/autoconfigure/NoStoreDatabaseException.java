package live.roomkit.boot.autoconfigure;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** It is not clear which database the store shall use: there is none, or there are several. */
final class NoStoreDatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> candidates;

    NoStoreDatabaseException() {
        super("No database is configured for the conversation store");
        this.candidates = List.of();
    }

    /**
     * Several where one is wanted.
     *
     * @param which what they have in common
     * @param candidates the names of their beans
     */
    NoStoreDatabaseException(String which, @Nullable Collection<String> candidates) {
        super("The conversation store cannot choose among the DataSource beans " + which + ": " + candidates);
        this.candidates = (candidates != null) ? List.copyOf(candidates) : List.of();
    }

    /** The names of the DataSource beans that there are, empty if there is none. */
    List<String> candidates() {
        return this.candidates;
    }
}
