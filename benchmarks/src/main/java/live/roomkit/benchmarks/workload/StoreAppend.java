package live.roomkit.benchmarks.workload;

import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.store.ConversationStore;

/** Appends through the store, as an application does. */
final class StoreAppend extends AppendTask {

    private final ConversationStore store;

    StoreAppend(Bench bench, DataSource dataSource) {
        super(bench, 1);
        this.store = bench.server().openStore(dataSource);
    }

    @Override
    protected void append(String roomId, List<String> keys, Caller caller) {
        if (this.store
                .appendEvent(roomId, Messages.message(roomId, keys.get(0)))
                .duplicate()) {
            throw new IllegalStateException("A fresh key was treated as a duplicate");
        }
    }

    @Override
    public void close() {
        this.store.close();
    }
}
