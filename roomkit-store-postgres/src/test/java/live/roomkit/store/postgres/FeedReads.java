package live.roomkit.store.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.store.postgres.EveryOperation.Step;

/** Every read of the change feed that makes a statement of its own. */
final class FeedReads {

    private FeedReads() {}

    /** Returns reads of the changes that a store has by now. */
    static List<Step> on(PostgresStore store) {
        ChangeFeed feed = ChangeFeed.of(store);
        FeedToken earliest = feed.earliest();
        FeedPage page = feed.read(FeedQuery.after(earliest).limit(10));
        FeedToken latest = feed.latest();
        List<Step> steps = new ArrayList<>();
        steps.add(step("ask for the end of the feed", ChangeFeed::latest));
        steps.add(step("ask for the beginning of the feed", ChangeFeed::earliest));
        steps.add(step("read at the beginning of the feed", read -> read.read(FeedQuery.after(earliest))));
        steps.add(step("read on in the feed", read -> read.read(FeedQuery.after(page.token()))));
        steps.add(step("read at the end of the feed", read -> read.read(FeedQuery.after(latest))));
        steps.add(step(
                "read all that a query narrows",
                read -> read.read(FeedQuery.after(latest)
                        .kinds(Change.EventAppended.class)
                        .organizationId("org-1")
                        .roomId("room-0000001"))));
        steps.add(step("ask for the state of the feed", ChangeFeed::state));
        steps.add(step("delete no changes", read -> read.deleteBefore(Instant.EPOCH)));
        return steps;
    }

    private static Step step(String name, Consumer<ChangeFeed> work) {
        return new Step(name, null, store -> work.accept(ChangeFeed.of(store)));
    }
}
