package live.roomkit.store.contract;

import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;

/** Keys of erased events in the memory store, which makes a secret of its own. */
class InMemoryErasedKeyTests extends ErasedKeyContract {

    private static final ConversationStore STORE = new InMemoryStore();

    InMemoryErasedKeyTests() {
        super(new StoreUnderTest() {

            @Override
            public ConversationStore store() {
                return STORE;
            }

            @Override
            public ConversationStore secondStore() {
                return STORE;
            }

            @Override
            public ConversationStore newStore() {
                return new InMemoryStore();
            }
        });
    }
}
