package live.roomkit.benchmarks.workload;

import java.sql.SQLException;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Task;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.store.ConversationStore;

/**
 * Polls a change feed after its last change, so that each poll returns an empty page. Meanwhile, a transaction of
 * another program stays open. This transaction began before the first change of the feed was written.
 */
final class IdlePoll implements Task {

    private static final String FILL = """
            INSERT INTO roomkit.changes AS c (kind, index, created_at, room_id, key)
            SELECT 1, n.i, now(), 'room-' || n.i % 1000, 'event-' || n.i
            FROM generate_series(1, CAST(? AS bigint)) AS n (i)
            """;

    private static final long TRANSACTIONS = 100;

    private final ForeignTransaction foreign;

    private final ConversationStore store;

    private FeedQuery query;

    IdlePoll(Server server, DataSource dataSource, long changes) throws SQLException {
        this.foreign = new ForeignTransaction(server);
        server.update("TRUNCATE roomkit.changes");
        for (int i = 0; i < TRANSACTIONS; i++) {
            server.update(FILL, changes / TRANSACTIONS);
        }
        server.update("ANALYZE roomkit.changes");
        this.store = server.openStore(dataSource);
        this.query = FeedQuery.after(ChangeFeed.of(this.store).latest()).limit(500);
    }

    @Override
    public int perform(Caller caller) {
        FeedPage page = ChangeFeed.of(this.store).read(this.query);
        if (!page.changes().isEmpty()) {
            throw new IllegalStateException("There is nothing new to read");
        }
        this.query = this.query.continuedAfter(page.token());
        return 1;
    }

    @Override
    public void close() throws SQLException {
        this.store.close();
        this.foreign.close();
    }
}
