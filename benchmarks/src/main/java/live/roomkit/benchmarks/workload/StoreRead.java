package live.roomkit.benchmarks.workload;

import java.util.function.ToLongFunction;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.Task;
import live.roomkit.store.ConversationStore;

/** Reads through the store, as an application does, and checks the number of results. */
final class StoreRead implements Task {

    private final ConversationStore store;

    private final ToLongFunction<ConversationStore> read;

    private final long expected;

    StoreRead(ConversationStore store, ToLongFunction<ConversationStore> read, long expected) {
        this.store = store;
        this.read = read;
        this.expected = expected;
    }

    @Override
    public int perform(Caller caller) {
        long found = this.read.applyAsLong(this.store);
        if (found != this.expected) {
            throw new IllegalStateException("Found " + found + " instead of " + this.expected);
        }
        return 1;
    }

    @Override
    public void close() {
        this.store.close();
    }
}
