package live.roomkit.store.postgres;

import java.util.Optional;
import java.util.function.Function;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.contract.MovableClock;
import live.roomkit.store.contract.StoreUnderTest;

/** Two stores on one database, each with a pool of its own, as on two nodes. */
final class TwoNodes implements StoreUnderTest, AutoCloseable {

    private final FreshDatabase database = new FreshDatabase();

    private final Function<FreshDatabase, ? extends ConversationStore> opening;

    private final ConversationStore first;

    private final ConversationStore second;

    /** Opens both in the same way. */
    TwoNodes(Function<FreshDatabase, ? extends ConversationStore> opening) {
        this.opening = opening;
        this.first = opening.apply(this.database);
        this.second = opening.apply(this.database);
    }

    @Override
    public ConversationStore store() {
        return this.first;
    }

    @Override
    public ConversationStore secondStore() {
        return this.second;
    }

    @Override
    public Optional<MovableClock> clock() {
        return Optional.of(this.database.clock());
    }

    @Override
    public ConversationStore newStore() {
        return this.opening.apply(this.database);
    }

    @Override
    public void close() {
        this.database.close();
    }
}
