package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventQuery;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.PageTooLargeException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rooms of the largest records, read by a process with little memory. */
class LargeEventsTests {

    private static final int EVENTS = 60;

    private static final String ROOM = "large";

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void sixtyEventsOfEightMegabytesAreReadWithLittleMemory() throws Exception {
        PostgresStore store = database.open();
        store.createRoom(Room.of(ROOM));
        store.appendEvent(ROOM, Application.message(ROOM, "x".repeat((8 << 20) - 1_000)));
        store.addBinding(ChannelBinding.of(ROOM, "channel", ChannelType.SMS));
        copyThem(database.jdbc());

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Reader.class.getName(),
                        database.clientUrl(database.username(), database.password()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("60 streamed, 8 in the conversation, 8 in a page, 8 and 8 fit");
    }

    /** Makes as many of one, on the server. */
    private static void copyThem(JdbcTemplate jdbc) {
        jdbc.update("""
                INSERT INTO roomkit.events (room_id, index, id, type, visibility, source_channel_id, source_channel_type,
                    created_at, bytes, data)
                SELECT e.room_id, n, 'event-' || n, e.type, e.visibility, e.source_channel_id, e.source_channel_type,
                    e.created_at, e.bytes, e.data
                FROM roomkit.events AS e, generate_series(1, ?) AS n
                """, EVENTS - 1);
        jdbc.update("UPDATE roomkit.rooms SET next_index = ?, event_count = ?", EVENTS, EVENTS);
        jdbc.update("""
                INSERT INTO roomkit.bindings (room_id, channel_id, channel_type, attached_at, room_created_at,
                    room_status, bytes, data)
                SELECT b.room_id, 'channel-' || n, b.channel_type, b.attached_at, b.room_created_at, b.room_status, 8388608,
                    b.data || jsonb_build_object('metadata', jsonb_build_object('a', repeat('x', 8388608)))
                FROM roomkit.bindings AS b, generate_series(1, ?) AS n
                """, EVENTS - 1);
    }

    /** Reads the room in every way. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) {
            try (ConversationStore store = PostgresStore.open(arguments[0])) {
                long streamed = store.streamEvents(EventQuery.of(ROOM)).count();
                int conversation = store.getConversation(ROOM, 50).size();
                int page = store.pageEvents(EventQuery.of(ROOM)).events().size();
                int events = fitting(() -> store.listEvents(EventQuery.of(ROOM)));
                int bindings = fitting(() -> store.listBindings(ROOM));
                fitting(() -> store.loadRoomContext(ROOM));
                System.out.println(streamed + " streamed, " + conversation + " in the conversation, " + page
                        + " in a page, " + events + " and " + bindings + " fit");
            }
        }

        private static int fitting(Runnable list) {
            try {
                list.run();
            } catch (PageTooLargeException ex) {
                return ex.getFittingLimit();
            }
            throw new AssertionError("Not refused");
        }
    }
}
