package live.roomkit.store.contract;

/** The in-memory store keeps the promise of consumer groups. */
class InMemoryFeedConsumerTests extends FeedConsumerContract {

    InMemoryFeedConsumerTests() {
        super(new InMemoryStoreTests());
    }
}
