package live.roomkit.jars;

import java.util.List;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;

/**
 * Application that uses the packaged jars. Appends an event to an in-memory store and to a PostgreSQL store, reads the
 * event back, and prints it.
 */
public final class Application {

    private Application() {}

    /** Runs the application. */
    public static void main(String[] arguments) {
        System.out.println("module: " + Application.class.getModule().getName());
        try (ConversationStore store = new InMemoryStore()) {
            converse("memory", store);
        }
        try (TestDatabase database = TestPostgres.shared().createDatabase();
                ConversationStore store = PostgresStore.open(database.dataSource())) {
            converse("postgres", store);
        }
    }

    private static void converse(String name, ConversationStore store) {
        store.createRoom(Room.of("room-1"));
        EventSource source = EventSource.inbound("sms-main", ChannelType.SMS);
        store.appendEvent("room-1", RoomEvent.message("room-1", source, TextContent.of("Hello")));
        List<RoomEvent> events = store.listEvents("room-1", 0, 50);
        events.forEach(event -> System.out.println(name + ": " + ((TextContent) event.content()).body()));
    }
}
