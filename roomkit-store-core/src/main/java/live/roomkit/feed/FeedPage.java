package live.roomkit.feed;

import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import live.roomkit.internal.Checks;

/** Holds the changes after a position, and the position behind them. */
public final class FeedPage {

    private final List<Change> changes;

    private final IntFunction<FeedToken> tokens;

    private final FeedToken token;

    private final boolean hasMore;

    /**
     * Creates a page, for stores to return.
     *
     * @param changes the changes in order
     * @param tokens returns the position behind the change at a place in the list
     * @param token the position behind everything that was read
     * @param hasMore whether another page may follow at once
     */
    public FeedPage(List<Change> changes, IntFunction<FeedToken> tokens, FeedToken token, boolean hasMore) {
        this.changes = List.copyOf(changes);
        this.tokens = Checks.notNull("tokens", tokens);
        this.token = Checks.notNull("token", token);
        this.hasMore = hasMore;
    }

    /** Returns the changes in their order. */
    public List<Change> changes() {
        return this.changes;
    }

    /** Returns the position to continue at after the whole page. It moves forward on an empty page too. */
    public FeedToken token() {
        return this.token;
    }

    /**
     * Returns the position to continue at after one of the changes.
     *
     * @param place the place of the change in {@link #changes()}, counted from 0
     */
    public FeedToken tokenAfter(int place) {
        return this.tokens.apply(Objects.checkIndex(place, this.changes.size()));
    }

    /** Checks whether more changes may be there already. Otherwise the page reached the present. */
    public boolean hasMore() {
        return this.hasMore;
    }
}
