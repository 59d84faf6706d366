package live.roomkit.feed;

import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import live.roomkit.internal.Checks;

/** Contains changes that were read from a feed, and the position from which to read the next page. */
public final class FeedPage {

    private final List<Change> changes;

    private final IntFunction<FeedToken> tokens;

    private final FeedToken token;

    private final boolean hasMore;

    /**
     * Creates a page that a store returns.
     *
     * @param changes the changes in order
     * @param tokens a function that takes the index of a change in the list and returns the position after this change
     * @param token the position after the whole page
     * @param hasMore whether the feed may already contain changes after the page
     */
    public FeedPage(List<Change> changes, IntFunction<FeedToken> tokens, FeedToken token, boolean hasMore) {
        this.changes = List.copyOf(changes);
        this.tokens = Checks.notNull("tokens", tokens);
        this.token = Checks.notNull("token", token);
        this.hasMore = hasMore;
    }

    /** Returns the changes of the page, in the order of the feed. */
    public List<Change> changes() {
        return this.changes;
    }

    /**
     * Returns the position from which to read the next page. Read the next page from this position even when this page
     * is empty.
     */
    public FeedToken token() {
        return this.token;
    }

    /**
     * Returns the position after the change with the given index. A reader that handled the page up to and including
     * this change continues from this position.
     *
     * @param place the index of the change in {@link #changes()}, counted from 0
     */
    public FeedToken tokenAfter(int place) {
        return this.tokens.apply(Objects.checkIndex(place, this.changes.size()));
    }

    /**
     * Tells whether the feed may already contain changes after this page. {@code false} means that the page reaches up
     * to the newest change. A page can be empty even when more changes follow, because one read searches only a part of
     * the feed for changes that match the query.
     */
    public boolean hasMore() {
        return this.hasMore;
    }
}
