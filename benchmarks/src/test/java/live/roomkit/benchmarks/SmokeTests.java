package live.roomkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.Report;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every workload with every side for a moment, to see that each works. */
class SmokeTests {

    private static final double MOMENT = 0.05;

    private static Server server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        server = Server.embedded();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    static List<Workload> workloads() {
        return Workloads.ALL;
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyWorkloadWorksOnEverySideAndVerifiesWhatItDid(Workload workload) throws Exception {
        List<String> others = workload.sides().subList(1, workload.sides().size()).stream()
                .filter(side -> !side.equals("pgbench"))
                .toList();
        Results results = new Results();

        workload.run(new Bench(new Sizes(2, 3, 2, MOMENT, 1, 200), others, List.of(), null, server, results));

        assertThat(results.sides).isNotEmpty().allSatisfy(side -> {
            assertThat(side.operations()).isPositive();
            assertThat(side.verified()).isTrue();
        });
        assertThat(results.ratios).allSatisfy(ratio -> assertThat(ratio).isPositive());
    }

    @Test
    void aSeriesOfCallersIsPlotted() throws Exception {
        Workload workload = Workloads.ALL.get(0);
        Path plot = this.directory.resolve("plot.svg");

        workload.run(new Bench(
                new Sizes(2, 1, 2, MOMENT, 1, 0), List.of("floor"), List.of(1, 2), plot, server, new Results()));

        assertThat(Files.readString(plot)).contains("<svg", "store", "floor");
    }

    private static final class Results implements Report {

        private final List<Measurement> sides = new ArrayList<>();

        private final List<Double> ratios = new ArrayList<>();

        @Override
        public void side(String workload, String side, Sizes sizes, Measurement total) {
            this.sides.add(total);
        }

        @Override
        public void ratio(String workload, String first, String second, List<Double> ratios) {
            this.ratios.addAll(ratios);
        }

        @Override
        public void progress(String text) {}
    }
}
