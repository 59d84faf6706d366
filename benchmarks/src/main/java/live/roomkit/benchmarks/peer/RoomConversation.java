package live.roomkit.benchmarks.peer;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.workload.Backlog;
import live.roomkit.benchmarks.workload.FreshRooms;
import live.roomkit.benchmarks.workload.Messages;
import live.roomkit.store.ConversationStore;

/** Adds messages to a room of the store. */
final class RoomConversation extends ConversationTask {

    static final String COUNT = "SELECT count(*) FROM roomkit.rooms";

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
        super(server, messages, 0);
        this.server = server;
        this.store = server.openStore(dataSource);
    }

    /** Creates rooms with the given number of events and returns their ids. */
    static List<String> fill(Server server, int rooms, int events) throws SQLException {
        String original = FreshRooms.create(server, 1).ids().get(0);
        FreshRooms created = FreshRooms.create(server, rooms);
        Backlog.fill(server, created, Messages.message(original, "original"), events);
        return created.ids();
    }

    @Override
    String count() {
        return COUNT;
    }

    @Override
    List<String> create(int conversations, int messages) throws SQLException {
        return fill(this.server, conversations, messages);
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
