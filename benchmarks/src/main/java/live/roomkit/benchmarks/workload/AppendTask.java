package live.roomkit.benchmarks.workload;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.Task;
import org.jspecify.annotations.Nullable;

/**
 * Measured task that appends events to random rooms. After the measurement, searches the database for the idempotency
 * keys of all appended events.
 */
public abstract class AppendTask implements Task {

    private final Bench bench;

    private final int batchSize;

    private @Nullable FreshRooms rooms;

    /** Creates a task that appends {@code batchSize} events in each call. */
    protected AppendTask(Bench bench, int batchSize) {
        this.bench = bench;
        this.batchSize = batchSize;
    }

    /** Appends one event for each given idempotency key to a room. Returns after the commit. */
    protected abstract void append(String roomId, List<String> keys, Caller caller) throws Exception;

    @Override
    public void prepare(int callers) throws Exception {
        this.rooms = FreshRooms.create(this.bench.server(), this.bench.sizes().rooms());
    }

    @Override
    public int perform(Caller caller) throws Exception {
        long first = caller.calls() * this.batchSize;
        append(
                rooms().any(caller.random()),
                keys(caller, first, first + this.batchSize).toList(),
                caller);
        return this.batchSize;
    }

    @Override
    public boolean verify(List<Caller> callers) throws Exception {
        return rooms().hold(callers.stream().flatMap(caller -> keys(caller, 0, caller.calls() * this.batchSize)));
    }

    private FreshRooms rooms() {
        return Objects.requireNonNull(this.rooms, "prepare must be called first");
    }

    private static Stream<String> keys(Caller caller, long from, long to) {
        return LongStream.range(from, to).mapToObj(number -> "carrier-message-" + caller.number() + '-' + number);
    }
}
