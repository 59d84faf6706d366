package live.roomkit.benchmarks.workload;

import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;

/** Compares adding events in batches with appending single events. One event counts as one operation. */
public final class Batch implements Workload {

    private static final int SIZE = 100;

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public String summary() {
        return "batches of 100 events, compared with single appends, per event";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1_000, 16);
    }

    @Override
    public List<String> sides() {
        return List.of("store", "single");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        return CallerSide.open(
                bench,
                dataSource ->
                        side.equals("single") ? new StoreAppend(bench, dataSource) : new StoreBatch(bench, dataSource));
    }

    private static final class StoreBatch extends AppendTask {

        private final ConversationStore store;

        StoreBatch(Bench bench, DataSource dataSource) {
            super(bench, SIZE);
            this.store = bench.server().openStore(dataSource);
        }

        @Override
        protected void append(String roomId, List<String> keys, Caller caller) {
            List<RoomEvent> events =
                    keys.stream().map(key -> Messages.message(roomId, key)).toList();
            this.store.addEventsAutoIndex(roomId, events);
        }

        @Override
        public void close() {
            this.store.close();
        }
    }
}
