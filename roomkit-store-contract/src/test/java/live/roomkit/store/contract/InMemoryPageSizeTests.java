package live.roomkit.store.contract;

import java.time.Clock;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.json.RecordJson;
import live.roomkit.store.memory.InMemoryStore;

/** Tests the pages of the memory store, which implements the default operation for them too. */
class InMemoryPageSizeTests extends PageSizeContract {

    InMemoryPageSizeTests() {
        super(new StoreUnderTest() {

            private final ConversationStore store = newStore();

            @Override
            public ConversationStore store() {
                return this.store;
            }

            @Override
            public ConversationStore secondStore() {
                return this.store;
            }

            @Override
            public ConversationStore newStore() {
                return new InMemoryStore(RecordJson.DEFAULT_MAX_RECORD_SIZE, MAX_PAGE_SIZE, Clock.systemUTC());
            }
        });
    }
}
