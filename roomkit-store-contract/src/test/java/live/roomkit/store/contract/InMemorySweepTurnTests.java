package live.roomkit.store.contract;

/** The in-memory store keeps the promise of sweeps in turn. */
class InMemorySweepTurnTests extends SweepTurnContract {

    InMemorySweepTurnTests() {
        super(new InMemoryStoreTests());
    }
}
