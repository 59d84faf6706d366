package live.roomkit.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.stream.Stream;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests that the verification fails when data is missing or wrong. */
class FreshRoomsTests {

    private static Server server;

    private static HikariDataSource pool;

    private static ConversationStore store;

    @BeforeAll
    static void start() throws Exception {
        server = Server.embedded();
        pool = server.openPool(1);
        store = server.openStore(pool);
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
        pool.close();
        server.close();
    }

    @Test
    void whatWasAppendedIsThere() throws Exception {
        FreshRooms rooms = roomsWithThreeEvents();

        assertThat(rooms.hold(Stream.of("a", "b", "c"))).isTrue();
        assertThat(rooms.hold(3)).isTrue();
    }

    @Test
    void anAcknowledgedEventThatIsMissingIsFound() throws Exception {
        FreshRooms rooms = roomsWithThreeEvents();

        assertThat(rooms.hold(Stream.of("a", "b", "c", "d"))).isFalse();
        assertThat(rooms.hold(4)).isFalse();
    }

    @Test
    void anEventThatNobodyAppendedIsFound() throws Exception {
        assertThat(roomsWithThreeEvents().hold(Stream.of("a", "b"))).isFalse();
    }

    @Test
    void aGapIsFound() throws Exception {
        FreshRooms rooms = roomsWithThreeEvents();
        server.update(
                "UPDATE roomkit.events SET index = 7 WHERE room_id = ? AND index = 1",
                rooms.ids().get(0));

        assertThat(rooms.hold(Stream.of("a", "b", "c"))).isFalse();
    }

    @Test
    void aWrongCounterIsFound() throws Exception {
        FreshRooms rooms = roomsWithThreeEvents();
        server.update(
                "UPDATE roomkit.rooms SET event_count = event_count + 1 WHERE id = ?",
                rooms.ids().get(0));

        assertThat(rooms.hold(Stream.of("a", "b", "c"))).isFalse();
    }

    private static FreshRooms roomsWithThreeEvents() throws Exception {
        FreshRooms rooms = FreshRooms.create(server, 2);
        String first = rooms.ids().get(0);
        String second = rooms.ids().get(1);
        store.appendEvent(first, Messages.message(first, "a"));
        store.appendEvent(first, Messages.message(first, "b"));
        store.appendEvent(second, Messages.message(second, "c"));
        return rooms;
    }
}
