package live.roomkit.store.contract;

/** The in-memory store keeps the promise of the change feed. */
class InMemoryChangeFeedTests extends ChangeFeedContract {

    InMemoryChangeFeedTests() {
        super(new InMemoryStoreTests());
    }
}
