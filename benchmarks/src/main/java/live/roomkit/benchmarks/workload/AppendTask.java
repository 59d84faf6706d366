package live.roomkit.benchmarks.workload;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.Task;
import org.jspecify.annotations.Nullable;

/** Appends one event after another, each with a key of its own, to any of the slice's rooms. */
public abstract class AppendTask implements Task {

    private final Bench bench;

    private @Nullable FreshRooms rooms;

    protected AppendTask(Bench bench) {
        this.bench = bench;
    }

    /** Appends an event and returns when it is committed. */
    protected abstract void append(String roomId, String key, Caller caller) throws Exception;

    @Override
    public void prepare(int callers) throws Exception {
        this.rooms = FreshRooms.create(this.bench.server(), this.bench.sizes().rooms());
    }

    @Override
    public int perform(Caller caller) throws Exception {
        append(rooms().any(caller.random()), key(caller, caller.calls()), caller);
        return 1;
    }

    @Override
    public boolean verify(List<Caller> callers) throws Exception {
        return rooms().hold(callers.stream().flatMap(AppendTask::keys));
    }

    private FreshRooms rooms() {
        return Objects.requireNonNull(this.rooms, "prepare comes first");
    }

    private static Stream<String> keys(Caller caller) {
        return LongStream.range(0, caller.calls()).mapToObj(call -> key(caller, call));
    }

    private static String key(Caller caller, long call) {
        return "carrier-message-" + caller.number() + '-' + call;
    }
}
