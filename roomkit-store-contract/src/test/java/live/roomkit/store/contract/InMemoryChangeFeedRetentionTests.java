package live.roomkit.store.contract;

import java.util.Optional;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;

/** The in-memory store deletes old changes as promised. */
class InMemoryChangeFeedRetentionTests extends ChangeFeedRetentionContract {

    InMemoryChangeFeedRetentionTests() {
        super(new Alone(new InMemoryStore()));
    }

    private record Alone(ConversationStore store) implements StoreUnderTest {

        @Override
        public ConversationStore secondStore() {
            return this.store;
        }

        @Override
        public Optional<MovableClock> clock() {
            return Optional.empty();
        }

        @Override
        public ConversationStore newStore() {
            return new InMemoryStore();
        }
    }
}
