package live.roomkit.store.contract;

/** The in-memory store keeps the promise of consumer groups whose handlers fail. */
class InMemoryFeedConsumerFailureTests extends FeedConsumerFailureContract {

    InMemoryFeedConsumerFailureTests() {
        super(new InMemoryStoreTests());
    }
}
