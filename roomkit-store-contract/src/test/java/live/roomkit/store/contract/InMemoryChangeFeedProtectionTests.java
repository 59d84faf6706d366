package live.roomkit.store.contract;

/** Tests that the feed of the in-memory store has the changes of erasures, sweeps and imports. */
class InMemoryChangeFeedProtectionTests extends ChangeFeedProtectionContract {

    InMemoryChangeFeedProtectionTests() {
        super(new InMemoryStoreTests());
    }
}
