package live.roomkit.benchmarks.jmh;

import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.TimeUnit;
import live.roomkit.benchmarks.measure.BootObservations;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.store.observation.InstrumentedConversationStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures how much time Micrometer observations add to a call of a store. The store keeps its data in memory, so that
 * the call itself takes almost no time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Decorator {

    private final ConversationStore store = new InMemoryStore();

    private final ConversationStore off = new InstrumentedConversationStore(this.store, ObservationRegistry.NOOP);

    private final ConversationStore metrics = new InstrumentedConversationStore(this.store, BootObservations.metrics());

    private final ConversationStore metricsAndSpans =
            new InstrumentedConversationStore(this.store, BootObservations.metricsAndSpans());

    public Decorator() {
        this.store.createRoom(Room.of("room-1"));
    }

    @Benchmark
    public boolean undecorated() {
        return this.store.roomExists("room-1");
    }

    @Benchmark
    public boolean off() {
        return this.off.roomExists("room-1");
    }

    @Benchmark
    public boolean metrics() {
        return this.metrics.roomExists("room-1");
    }

    @Benchmark
    public boolean metricsAndSpans() {
        return this.metricsAndSpans.roomExists("room-1");
    }
}
