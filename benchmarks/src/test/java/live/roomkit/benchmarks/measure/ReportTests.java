package live.roomkit.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ReportTests {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private final PrintStream out = new PrintStream(this.bytes, true, StandardCharsets.UTF_8);

    @Test
    void aSideIsOneLineOfJson() {
        new JsonReport(this.out).side("append", "store", Sizes.of(1_000, 16), measurement(true));

        JsonNode line = line();
        assertThat(line.get("workload").asString()).isEqualTo("append");
        assertThat(line.get("side").asString()).isEqualTo("store");
        assertThat(line.get("ops_per_s").asInt()).isEqualTo(123_500);
        assertThat(line.get("p50_ms").asDouble()).isBetween(1.99, 2.01);
        assertThat(line.get("p99_ms").asDouble()).isBetween(1.99, 2.01);
        assertThat(line.get("max_ms").asDouble()).isBetween(1.99, 2.01);
        assertThat(line.get("verified").asBoolean()).isTrue();
        assertThat(line.get("wal_bytes_per_op").asDouble()).isEqualTo(2);
        assertThat(line.get("heap_mb").asDouble()).isEqualTo(0.125);
        assertThat(line.get("clients").asInt()).isEqualTo(16);
    }

    @Test
    void aRatioIsOneLineOfJson() {
        new JsonReport(this.out).ratio("append", "store", "floor", List.of(0.9, 0.8, 1.1));

        assertThat(line())
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"workload\":\"append\",\"ratio\":\"store/floor\",\"median\":0.9,\"min\":0.8,"
                                + "\"max\":1.1,\"pairs\":3}"));
    }

    @Test
    void aTableSaysWhatWasNotVerified() {
        TableReport report = new TableReport(this.out, this.out);

        report.side("append", "store", Sizes.of(1_000, 16), measurement(false));
        report.ratio("append", "store", "floor", List.of(0.9));

        assertThat(this.bytes.toString(StandardCharsets.UTF_8))
                .contains("1000 rooms, 16 callers", "123,457 ops/s", "NOT VERIFIED", "wal bytes/op")
                .contains("store/floor: 0.900");
    }

    private JsonNode line() {
        String text = this.bytes.toString(StandardCharsets.UTF_8);
        assertThat(text.strip()).hasLineCount(1);
        return new ObjectMapper().readTree(text);
    }

    private static Measurement measurement(boolean verified) {
        Histogram times = new Histogram(3);
        times.recordValue(2_000_000);
        return new Measurement(123_457, 1, times, Map.of("wal_bytes", 246_914.0), Map.of("heap_mb", 0.125), verified);
    }
}
