package live.roomkit.ai.spring;

import java.util.List;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestPostgres;

/** The stores that tests of the memory run against. */
enum Stores {
    MEMORY(new InMemoryStore()),
    POSTGRES(PostgresStore.builder()
            .url(TestPostgres.shared().createDatabase().url())
            .username(TestPostgres.shared().username())
            .password(TestPostgres.shared().password())
            .open());

    private final ConversationStore store;

    Stores(ConversationStore store) {
        this.store = store;
    }

    ConversationStore store() {
        return this.store;
    }

    /** Returns all events of a room. */
    List<RoomEvent> events(String roomId) {
        EventFilter all = EventFilter.builder().includeBlocked(true).build();
        return this.store
                .streamEvents(EventQuery.builder(roomId).filter(all).build())
                .toList();
    }
}
