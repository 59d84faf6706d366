package live.roomkit.store.contract;

import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;

/** The in-memory store keeps the promise. */
class InMemoryStoreTests extends ConversationStoreContract {

    private static final ConversationStore STORE = new InMemoryStore();

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
}
