package live.roomkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import live.roomkit.benchmarks.growth.Growth;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.JsonReport;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Sizes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the printed and the plotted growth of operations. */
class GrowthSmokeTests {

    @TempDir
    private Path directory;

    @Test
    void everyOperationGetsARowAndTheSlowestGrowingOnesAreDrawn() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Path plot = this.directory.resolve("growth.svg");
        try (Server server = Server.embedded();
                PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {

            new Growth()
                    .run(new Bench(
                            new Sizes(200, 1, 2, 0.01, 1, 2_000),
                            List.of(),
                            List.of(),
                            plot,
                            server,
                            new JsonReport(print)));
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("\"appendEvent\"", "\"p50_ms_at_1000_events\"", "\"p50_ms_at_2000_events\""))
                .anySatisfy(line -> assertThat(line).contains("\"listRooms by a far offset (proportional)\""))
                .anySatisfy(line -> assertThat(line).contains("\"ratio\":\"deleteRoom of three events: large/small\""));
        assertThat(Files.readString(plot)).contains("<svg", "</svg>", "events in the room");
    }
}
