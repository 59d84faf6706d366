package live.roomkit.feed;

import java.util.Set;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Selects changes after a position. Start with {@link #after}, and narrow it by the methods that return a copy.
 *
 * @param after the position to read on from
 * @param limit the largest number of changes of a page, from 1 to 1 000
 * @param kinds the kinds to read, or {@code null} for all of them
 * @param organizationId the organization whose rooms to read, or {@code null} for all rooms
 * @param roomId the room to read, or {@code null} for all rooms
 */
public record FeedQuery(
        FeedToken after,
        int limit,
        @Nullable Set<Class<? extends Change>> kinds,
        @Nullable String organizationId,
        @Nullable String roomId) {

    private static final int DEFAULT_LIMIT = 50;

    /** Rejects values out of range. */
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

    /** Returns a copy for another position. */
    public FeedQuery continuedAfter(FeedToken token) {
        return new FeedQuery(token, this.limit, this.kinds, this.organizationId, this.roomId);
    }

    /** Returns a copy for pages of at most the given number of changes, from 1 to 1 000. */
    public FeedQuery limit(int limit) {
        return new FeedQuery(this.after, limit, this.kinds, this.organizationId, this.roomId);
    }

    /** Returns a copy that reads only the given kinds. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final FeedQuery kinds(Class<? extends Change>... kinds) {
        return kinds(Set.of(kinds));
    }

    /** Returns a copy that reads only the given kinds, or all of them for {@code null}. */
    public FeedQuery kinds(@Nullable Set<Class<? extends Change>> kinds) {
        return new FeedQuery(this.after, this.limit, kinds, this.organizationId, this.roomId);
    }

    /** Returns a copy that reads only rooms of the organization, or all rooms for {@code null}. */
    public FeedQuery organizationId(@Nullable String organizationId) {
        return new FeedQuery(this.after, this.limit, this.kinds, organizationId, this.roomId);
    }

    /** Returns a copy that reads only the room, or all rooms for {@code null}. */
    public FeedQuery roomId(@Nullable String roomId) {
        return new FeedQuery(this.after, this.limit, this.kinds, this.organizationId, roomId);
    }
}
