package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tests that moving a room's counters touches no index. The system property {@value #APPENDS} sets the number of
 * appends.
 */
class HotUpdateTests {

    static final String APPENDS = "roomkit.test.appends";

    private static final int ROOMS = 100;

    private static final int THREADS = 8;

    private static final EventSource SOURCE = EventSource.inbound("sms-main", ChannelType.SMS);

    @Test
    void countersMoveByHotUpdates() throws Exception {
        int appends = Integer.getInteger(APPENDS, 20_000);
        try (FreshDatabase database = new FreshDatabase()) {
            appendTo(database, appends);

            Map<String, Object> updates = updatesOfRooms(database.jdbc(), appends);

            double hot = ((Number) updates.get("n_tup_hot_upd")).doubleValue();
            assertThat(hot / ((Number) updates.get("n_tup_upd")).doubleValue()).isGreaterThanOrEqualTo(0.95);
        }
    }

    private static void appendTo(FreshDatabase database, int appends) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (PostgresStore store = database.builder().combiningAppends(false).open()) {
            for (int i = 0; i < ROOMS; i++) {
                store.createRoom(Room.of("room-" + i));
            }
            leaveAlone(database);
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                running.add(threads.submit(() -> append(store, first, appends)));
            }
            for (Future<?> future : running) {
                future.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** While autovacuum looks at the events, no version of a room goes, and pages fill up. */
    private static void leaveAlone(FreshDatabase database) {
        database.jdbc()
                .execute("ALTER TABLE roomkit.events SET (autovacuum_enabled = off);"
                        + " ALTER TABLE roomkit.rooms SET (autovacuum_enabled = off)");
    }

    private static void append(PostgresStore store, int first, int appends) {
        for (int i = first; i < appends; i += THREADS) {
            String room = "room-" + i % ROOMS;
            store.appendEvent(
                    room,
                    RoomEvent.builder(room, SOURCE, TextContent.of("hello"))
                            .idempotencyKey("key-" + i)
                            .build());
        }
    }

    /** Once the server has counted them all, which it does as connections end. */
    private static Map<String, Object> updatesOfRooms(JdbcTemplate jdbc, int appends) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            Map<String, Object> updates = jdbc.queryForMap(
                    "SELECT n_tup_upd, n_tup_hot_upd, pg_sleep(0.1) FROM pg_stat_user_tables WHERE relname = 'rooms'");
            if (((Number) updates.get("n_tup_upd")).longValue() >= appends) {
                return updates;
            }
            assertThat(System.nanoTime()).as("counted so far: " + updates).isLessThan(deadline);
        }
    }
}
