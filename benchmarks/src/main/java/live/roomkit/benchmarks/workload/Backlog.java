package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.sql.Statement;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;

/** Fills rooms with events by a few SQL statements, because appending single events would take too long. */
public final class Backlog {

    private static final long STEP = 500_000;

    private static final String COPY = """
            INSERT INTO roomkit.events
                (room_id, index, id, type, visibility, source_channel_id, source_channel_type, source_participant_id,
                 payload_hash, append_id, created_at, bytes, data)
            SELECT r.id, n.index, r.id || '-event-' || n.index, e.type, e.visibility, e.source_channel_id,
                e.source_channel_type, e.source_participant_id, e.payload_hash,
                n.index, e.created_at + n.index * INTERVAL '1 millisecond', e.bytes,
                e.data || jsonb_build_object('room_id', r.id, 'id', r.id || '-event-' || n.index)
            FROM roomkit.events AS e, unnest(CAST(? AS text[])) AS r (id),
                generate_series(CAST(? AS bigint), CAST(? AS bigint)) AS n (index)
            WHERE e.room_id = ? AND e.index = 0
            """;

    private static final String COUNT = """
            UPDATE roomkit.rooms AS r
            SET event_count = ?, next_index = ?, last_activity_at = r.created_at
            WHERE r.id = ANY (?)
            """;

    private Backlog() {}

    /**
     * Adds copies of the event {@code like} to each of the given rooms, which must be empty.
     *
     * @param events the number of copies in each room
     */
    public static void fill(Server server, FreshRooms rooms, RoomEvent like, long events) throws SQLException {
        fill(server, rooms, like, 0, events);
    }

    /**
     * Adds copies of the event {@code like} to each of the given rooms.
     *
     * @param first the number of events that each room already has
     * @param end the number of events that each room has afterwards
     */
    static void fill(Server server, FreshRooms rooms, RoomEvent like, long first, long end) throws SQLException {
        try (HikariDataSource pool = server.openPool(1);
                ConversationStore store = server.openStore(pool)) {
            store.addEventAutoIndex(like.roomId(), like);
        }
        String[] ids = rooms.ids().toArray(String[]::new);
        for (long step = first; step < end; step += STEP) {
            server.update(COPY, ids, step, Math.min(step + STEP, end) - 1, like.roomId());
        }
        server.update(COUNT, end, end, ids);
        vacuum(server);
    }

    /** Runs {@code VACUUM} and {@code ANALYZE} for the filled tables, as autovacuum would do after some time. */
    static void vacuum(Server server) throws SQLException {
        server.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(server.sql("VACUUM (ANALYZE) roomkit.rooms, roomkit.events"));
            }
        });
    }

    /** Creates a room with the given number of events of 1.3 kB and returns its id. */
    public static String room(Server server, long events) throws SQLException {
        FreshRooms rooms = FreshRooms.create(server, 1);
        fill(server, rooms, Messages.message(FreshRooms.create(server, 1).ids().get(0), "original"), events);
        return rooms.ids().get(0);
    }

    /** Creates a room with the given number of very short text messages, and returns its id. */
    public static String roomOfShortEvents(Server server, long events) throws SQLException {
        FreshRooms rooms = FreshRooms.create(server, 1);
        String original = FreshRooms.create(server, 1).ids().get(0);
        EventSource source = EventSource.inbound("sms-main", ChannelType.SMS);
        fill(server, rooms, RoomEvent.message(original, source, TextContent.of("Hello")), events);
        return rooms.ids().get(0);
    }
}
