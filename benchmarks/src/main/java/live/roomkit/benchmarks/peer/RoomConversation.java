package live.roomkit.benchmarks.peer;

import java.sql.SQLException;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.workload.Backlog;
import live.roomkit.benchmarks.workload.FreshRooms;
import live.roomkit.benchmarks.workload.Messages;
import live.roomkit.store.ConversationStore;

/** Adds messages to a room of the store. */
final class RoomConversation extends ConversationTask {

    private static final String KEYS = """
            SELECT e.idempotency_key
            FROM roomkit.rooms AS r
                CROSS JOIN generate_series(CAST(0 AS bigint), GREATEST(r.next_index, r.event_count) - 1) AS n (index)
                LEFT JOIN roomkit.events AS e ON e.room_id = r.id AND e.index = n.index
            WHERE r.id = ?
            ORDER BY n.index
            """;

    private final Server server;

    private final ConversationStore store;

    RoomConversation(Server server, DataSource dataSource, int messages) {
        super(server, messages);
        this.server = server;
        this.store = server.openStore(dataSource);
    }

    @Override
    void fill(FreshRooms conversations) throws SQLException {
        String original = FreshRooms.create(this.server, 1).ids().get(0);
        Backlog.fill(this.server, conversations, Messages.message(original, "original"), messages());
    }

    @Override
    void add(String conversationId, String key) {
        this.store.appendEvent(conversationId, Messages.message(conversationId, key));
    }

    @Override
    String keys() {
        return KEYS;
    }

    @Override
    public void close() {
        this.store.close();
    }
}
