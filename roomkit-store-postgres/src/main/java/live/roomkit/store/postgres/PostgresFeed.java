package live.roomkit.store.postgres;

import java.time.Instant;
import java.util.List;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.ExpiredFeedTokenException;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedDisabledException;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedState;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ForeignFeedTokenException;
import live.roomkit.internal.Checks;
import live.roomkit.internal.feed.ConsumerBuilder;
import live.roomkit.internal.feed.FeedPulse;

/** Reads the change feed of a PostgreSQL store by comparing snapshots, as {@link FeedPosition} describes. */
final class PostgresFeed implements ChangeFeed {

    private final StoreConnections connections;

    private final FeedTable table;

    private final PostgresGroups groups;

    private final FeedPulse pulse = new FeedPulse(this);

    PostgresFeed(StoreConnections connections, FeedTable table, PostgresGroups groups) {
        this.connections = connections;
        this.table = table;
        this.groups = groups;
    }

    @Override
    public FeedPage read(FeedQuery query) {
        FeedPosition position =
                FeedPosition.parse(Checks.notNull("query", query).after());
        FeedTable.Page page = page(position, query);
        if (position.window() != null && page.ids().isEmpty() && position.pageId() == position.windowId()) {
            FeedPosition next =
                    FeedPosition.at(position.epoch(), position.floor(), position.window(), position.windowId());
            return pageAt(next, page(next, query), query.limit());
        }
        return (position.window() != null)
                ? pageIn(position, position.window(), page, query.limit())
                : pageAt(position, page, query.limit());
    }

    private FeedTable.Page page(FeedPosition position, FeedQuery query) {
        FeedTable.Page page =
                this.connections.read(() -> this.table.read(position, query)).orElseThrow(FeedDisabledException::new);
        FeedTable.State state = page.state();
        boolean newer = Math.max(position.seenId(), position.windowId()) > Math.max(state.lastId(), state.deletedId());
        if (newer || !position.epoch().equals(state.epoch())) {
            throw new ForeignFeedTokenException();
        }
        boolean lateDeleted = position.hasLate()
                && state.deletedXid() >= position.seen().xmin()
                && state.deletedId() > position.floor();
        if (state.deletedId() > position.readId() || lateDeleted) {
            throw new ExpiredFeedTokenException();
        }
        return page;
    }

    /**
     * Returns the first page of a new window of changes. A window contains the changes that are visible in a newer
     * snapshot but not in an older snapshot. The newer snapshot of the new window is the snapshot with which the page
     * was read.
     */
    private static FeedPage pageAt(FeedPosition position, FeedTable.Page page, int limit) {
        return pageIn(position, page.state().snapshot(), page.state().lastId(), page, limit);
    }

    private static FeedPage pageIn(FeedPosition position, FeedSnapshot window, FeedTable.Page page, int limit) {
        return pageIn(position, window, position.windowId(), page, limit);
    }

    private static FeedPage pageIn(
            FeedPosition position, FeedSnapshot window, long windowId, FeedTable.Page page, int limit) {
        List<Change> changes = page.changes();
        long highest = Math.max(windowId, position.seenId());
        boolean full = page.ids().size() == limit;
        long last = full ? page.ids().get(limit - 1) : position.pageId();
        boolean partial = full || last < highest;
        FeedPosition next = partial
                ? position.in(window, highest, last)
                : FeedPosition.at(position.epoch(), position.floor(), window, highest);
        return new FeedPage(
                changes,
                place -> position.in(window, highest, changes.get(place).id()).token(),
                next.token(),
                partial || position.window() != null);
    }

    @Override
    public FeedToken earliest() {
        FeedTable.State state = present();
        return FeedPosition.at(state.epoch(), state.firstId(), FeedSnapshot.NONE, state.firstId())
                .in(state.snapshot(), state.lastId(), Math.max(state.firstId(), state.deletedId()))
                .token();
    }

    @Override
    public FeedToken latest() {
        FeedTable.State state = present();
        return FeedPosition.at(state.epoch(), state.firstId(), state.snapshot(), state.lastId())
                .token();
    }

    private FeedTable.State present() {
        return this.connections.read(this.table::findState).orElseThrow(FeedDisabledException::new);
    }

    @Override
    public FeedState state() {
        return this.connections.read(this.table::findKept).orElseThrow(FeedDisabledException::new);
    }

    @Override
    public int deleteBefore(Instant time) {
        Instant before = Checks.instant("time", Checks.notNull("time", time));
        return this.connections.statement(() -> this.table.deleteOld(before));
    }

    @Override
    public FeedConsumer.Builder consumer(String group) {
        return new ConsumerBuilder(this, this.groups, this.pulse, group);
    }

    @Override
    public boolean removeGroup(String group) {
        return this.groups.remove(ConsumerBuilder.checkedGroup(group));
    }

    /** Makes the feed consumers of this node read the feed again soon. */
    void hurry() {
        this.pulse.hurry();
    }
}
