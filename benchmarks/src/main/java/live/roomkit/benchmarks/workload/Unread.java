package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Task;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.store.ConversationStore;

/**
 * Measures concurrent queries for the number of unread events of several rooms. In each room, half of the events are
 * unread.
 */
public final class Unread implements Workload {

    private static final String CHANNEL = "sms-main";

    @Override
    public String name() {
        return "unread";
    }

    @Override
    public String summary() {
        return "unread counts of 20 rooms with 1 000 events in one call; floor: 20 times count(*) above the marker";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(20, 4).withEvents(1_000);
    }

    @Override
    public List<String> sides() {
        return List.of("store", "floor");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        Server server = bench.server();
        long events = bench.sizes().events();
        FreshRooms rooms = FreshRooms.create(server, bench.sizes().rooms());
        Backlog.fill(
                server,
                rooms,
                Messages.message(FreshRooms.create(server, 1).ids().get(0), "original"),
                events);
        long read = events / 2;
        markRead(server, rooms, read - 1);
        long expected = (events - read) * rooms.ids().size();
        return CallerSide.open(
                bench,
                dataSource -> side.equals("floor")
                        ? new FloorUnread(server, dataSource, rooms.ids(), expected)
                        : new StoreRead(server.openStore(dataSource), store -> read(store, rooms.ids()), expected));
    }

    private static long read(ConversationStore store, List<String> roomIds) {
        return store.getUnreadCounts(roomIds, CHANNEL).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void markRead(Server server, FreshRooms rooms, long index) {
        try (HikariDataSource pool = server.openPool(1);
                ConversationStore store = server.openStore(pool)) {
            for (String roomId : rooms.ids()) {
                store.markRead(roomId, CHANNEL, roomId + "-event-" + index);
            }
        }
    }

    private static final class FloorUnread implements Task {

        private final DataSource dataSource;

        private final String count;

        private final List<String> roomIds;

        private final long expected;

        FloorUnread(Server server, DataSource dataSource, List<String> roomIds, long expected) {
            this.dataSource = dataSource;
            this.count = server.sql("""
                    SELECT count(*)
                    FROM roomkit.events AS e
                    WHERE e.room_id = ? AND e.index > COALESCE(
                        (SELECT m.event_index FROM roomkit.read_markers AS m WHERE m.room_id = ? AND m.channel_id = ?), -1)
                    """);
            this.roomIds = roomIds;
            this.expected = expected;
        }

        @Override
        public int perform(Caller caller) throws SQLException {
            long sum = 0;
            try (Connection connection = this.dataSource.getConnection();
                    PreparedStatement statement = connection.prepareStatement(this.count)) {
                for (String roomId : this.roomIds) {
                    statement.setString(1, roomId);
                    statement.setString(2, roomId);
                    statement.setString(3, CHANNEL);
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        sum += row.getLong(1);
                    }
                }
            }
            if (sum != this.expected) {
                throw new IllegalStateException("Found " + sum + " instead of " + this.expected);
            }
            return 1;
        }
    }
}
