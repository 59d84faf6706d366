package live.roomkit.store.contract;

import java.util.Optional;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;

/** The in-memory store keeps the promise. */
class InMemoryStoreTests extends ConversationStoreContract {

    private static final MovableClock CLOCK = new MovableClock();

    private static final ConversationStore STORE = new InMemoryStore(CLOCK);

    @Override
    public ConversationStore store() {
        return STORE;
    }

    @Override
    public ConversationStore secondStore() {
        return STORE;
    }

    @Override
    public Optional<MovableClock> clock() {
        return Optional.of(CLOCK);
    }

    @Override
    public ConversationStore newStore() {
        return new InMemoryStore();
    }
}
