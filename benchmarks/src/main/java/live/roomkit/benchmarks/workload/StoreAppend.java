package live.roomkit.benchmarks.workload;

import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.store.ConversationStore;

/** Appends through the store, as an application does. */
final class StoreAppend extends AppendTask {

    private final ConversationStore store;

    StoreAppend(Bench bench, DataSource dataSource) {
        super(bench);
        this.store = bench.server().openStore(dataSource);
    }

    @Override
    protected void append(String roomId, String key, Caller caller) {
        if (this.store.appendEvent(roomId, Messages.message(roomId, key)).duplicate()) {
            throw new IllegalStateException("A fresh key was taken for a duplicate");
        }
    }

    @Override
    public void close() {
        this.store.close();
    }
}
