package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.participant.Participant;
import live.roomkit.room.RoomContext;
import live.roomkit.store.ConversationStore;

/** Measures concurrent reads of a room with its bindings and participants. */
public final class Context implements Workload {

    private static final int MEMBERS = 4;

    @Override
    public String name() {
        return "context";
    }

    @Override
    public String summary() {
        return "a room with 4 bindings and 4 participants; floor: three queries by JDBC and readTree";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1, 4);
    }

    @Override
    public List<String> sides() {
        return List.of("store", "floor");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        Server server = bench.server();
        String roomId = room(server);
        int expected = 1 + 2 * MEMBERS;
        List<Overheard> queries = List.of(
                Overheard.first(server, "SELECT", store -> store.getRoom(roomId)),
                Overheard.first(server, "SELECT", store -> store.listBindings(roomId)),
                Overheard.first(server, "SELECT", store -> store.listParticipants(roomId)));
        return CallerSide.open(
                bench,
                dataSource -> side.equals("floor")
                        ? new FloorRead(dataSource, queries, expected)
                        : new StoreRead(server.openStore(dataSource), store -> read(store, roomId), expected));
    }

    private static long read(ConversationStore store, String roomId) {
        RoomContext context = store.loadRoomContext(roomId).orElseThrow();
        return 1L + context.bindings().size() + context.participants().size();
    }

    private static String room(Server server) throws SQLException {
        String roomId = FreshRooms.create(server, 1).ids().get(0);
        try (HikariDataSource pool = server.openPool(1);
                ConversationStore store = server.openStore(pool)) {
            for (int i = 0; i < MEMBERS; i++) {
                store.addBinding(ChannelBinding.of(roomId, "channel-" + i, ChannelType.SMS));
                store.addParticipant(Participant.of(roomId, "participant-" + i, "channel-" + i));
            }
        }
        return roomId;
    }
}
