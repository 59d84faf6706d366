package live.roomkit.store.postgres;

import java.util.Optional;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.contract.ConversationStoreContract;
import live.roomkit.store.contract.MovableClock;
import live.roomkit.store.contract.StoreUnderTest;

/** Runs the contract of every store against a PostgreSQL store, however it is opened. */
abstract class PostgresContract extends ConversationStoreContract {

    private final StoreUnderTest storeUnderTest;

    PostgresContract(StoreUnderTest storeUnderTest) {
        this.storeUnderTest = storeUnderTest;
    }

    @Override
    public ConversationStore store() {
        return this.storeUnderTest.store();
    }

    @Override
    public ConversationStore secondStore() {
        return this.storeUnderTest.secondStore();
    }

    @Override
    public Optional<MovableClock> clock() {
        return this.storeUnderTest.clock();
    }

    @Override
    public ConversationStore newStore() {
        return this.storeUnderTest.newStore();
    }
}
