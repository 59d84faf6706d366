package live.roomkit.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import live.roomkit.benchmarks.workload.Messages;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.json.RecordJson;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Measures the conversion of an event of 1.3 kB to JSON and back. For comparison, also measures Jackson alone, which
 * reads and writes the same bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EventJson {

    private final RecordJson json = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);

    private final ObjectMapper jackson = new ObjectMapper();

    private final RoomEvent event = Messages.message("room-1", "carrier-message-1");

    private final byte[] stored = this.json.write(this.event);

    private final JsonNode tree = this.jackson.readTree(this.stored);

    @Benchmark
    public RoomEvent create() {
        return Messages.message("room-1", "carrier-message-1");
    }

    @Benchmark
    public RecordJson.EventJson write() {
        return this.json.writeEvent(this.event);
    }

    @Benchmark
    public byte[] writeTree() {
        return this.jackson.writeValueAsBytes(this.tree);
    }

    @Benchmark
    public RoomEvent read() {
        return this.json.readEvent(this.stored, 41);
    }

    @Benchmark
    public JsonNode readTree() {
        return this.jackson.readTree(this.stored);
    }
}
