package live.roomkit.store.contract;

/** The in-memory store keeps the promise of holds. */
class InMemoryHoldTests extends HoldContract {

    InMemoryHoldTests() {
        super(new InMemoryStoreTests());
    }
}
