package live.roomkit.feed;

import java.util.Set;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Selects changes after a position in the change feed. Start with {@link #after}. The methods that narrow a query
 * return a changed copy.
 *
 * @param after the position after which the changes are read
 * @param limit the largest number of changes that one read returns, from 1 to 1 000
 * @param kinds the kinds of changes to read, or {@code null} for all kinds
 * @param organizationId the id of the organization in whose rooms the changes were made, or {@code null} for all rooms
 * @param roomId the id of the room in which the changes were made, or {@code null} for all rooms
 */
public record FeedQuery(
        FeedToken after,
        int limit,
        @Nullable Set<Class<? extends Change>> kinds,
        @Nullable String organizationId,
        @Nullable String roomId) {

    private static final int DEFAULT_LIMIT = 50;

    /**
     * Rejects a limit that is out of range, classes that are not kinds of changes, and ids that PostgreSQL cannot
     * store.
     */
    public FeedQuery {
        Checks.notNull("after", after);
        Checks.limit(limit);
        kinds = Checks.optionalSet("kinds", kinds);
        if (kinds != null) {
            kinds.forEach(kind -> Checks.check(
                    Change.class.isAssignableFrom(kind) && kind.isRecord(),
                    "kinds must be kinds of change, such as Change.EventAppended.class"));
        }
        Checks.optionalText("organizationId", organizationId);
        Checks.optionalText("roomId", roomId);
    }

    /** Returns a query for the first 50 changes after a position. */
    public static FeedQuery after(FeedToken token) {
        return new FeedQuery(token, DEFAULT_LIMIT, null, null, null);
    }

    /** Returns a copy of this query that reads the changes after another position. */
    public FeedQuery continuedAfter(FeedToken token) {
        return new FeedQuery(token, this.limit, this.kinds, this.organizationId, this.roomId);
    }

    /** Returns a copy of this query that reads at most the given number of changes at a time, from 1 to 1 000. */
    public FeedQuery limit(int limit) {
        return new FeedQuery(this.after, limit, this.kinds, this.organizationId, this.roomId);
    }

    /** Returns a copy of this query that reads only changes of the given kinds. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final FeedQuery kinds(Class<? extends Change>... kinds) {
        return kinds(Set.of(kinds));
    }

    /** Returns a copy of this query that reads only changes of the given kinds, or of all kinds for {@code null}. */
    public FeedQuery kinds(@Nullable Set<Class<? extends Change>> kinds) {
        return new FeedQuery(this.after, this.limit, kinds, this.organizationId, this.roomId);
    }

    /**
     * Returns a copy of this query that reads only changes in rooms of the given organization, or in all rooms for
     * {@code null}.
     */
    public FeedQuery organizationId(@Nullable String organizationId) {
        return new FeedQuery(this.after, this.limit, this.kinds, organizationId, this.roomId);
    }

    /** Returns a copy of this query that reads only changes in the given room, or in all rooms for {@code null}. */
    public FeedQuery roomId(@Nullable String roomId) {
        return new FeedQuery(this.after, this.limit, this.kinds, this.organizationId, roomId);
    }
}
