package live.roomkit.ai.spring.session;

import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.test.postgres.TestPostgres;

/** The stores that the tests run against. */
enum Stores {
    MEMORY(new InMemoryStore()),
    POSTGRES(PostgresStore.builder()
            .url(TestPostgres.shared().createDatabase().url())
            .username(TestPostgres.shared().username())
            .password(TestPostgres.shared().password())
            .open());

    final ConversationStore store;

    Stores(ConversationStore store) {
        this.store = store;
    }
}
