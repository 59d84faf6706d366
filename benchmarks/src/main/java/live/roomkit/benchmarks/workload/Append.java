package live.roomkit.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.LinePlot;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.PairedRun;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;

/**
 * Measures concurrent appends of events to rooms. Can repeat the measurement for several numbers of concurrent callers,
 * and draw a plot of the results.
 */
public final class Append implements Workload {

    private final String name;

    private final String summary;

    private final Sizes sizes;

    private Append(String name, String summary, Sizes sizes) {
        this.name = name;
        this.summary = summary;
        this.sizes = sizes;
    }

    /** Returns a workload with so many rooms that two callers rarely append to the same room at the same time. */
    public static Append toManyRooms() {
        return new Append("append", "callers append 1.3 kB events with unique keys to many rooms", Sizes.of(1_000, 16));
    }

    /** Returns a workload in which all callers append to the same room. */
    public static Append toHotRoom() {
        return new Append("hot-room", "callers append 1.3 kB events with unique keys to one room", Sizes.of(1, 64));
    }

    @Override
    public String name() {
        return this.name;
    }

    @Override
    public String summary() {
        return this.summary;
    }

    @Override
    public Sizes sizes() {
        return this.sizes;
    }

    @Override
    public List<String> sides() {
        return List.of("store", "floor", "reference", "pgbench", "jpa");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        return switch (side) {
            case "floor" -> CallerSide.open(bench, dataSource -> new FloorAppend(bench, dataSource));
            case "reference" -> CallerSide.open(bench, dataSource -> new ReferenceAppend(bench, dataSource));
            case "pgbench" -> new PgBenchAppend(bench);
            case "jpa" -> CallerSide.open(bench, dataSource -> new JpaAppend(bench, dataSource));
            default -> CallerSide.open(bench, dataSource -> new StoreAppend(bench, dataSource));
        };
    }

    @Override
    public void run(Bench bench) throws Exception {
        List<Integer> series =
                bench.callersSeries().isEmpty() ? List.of(bench.sizes().clients()) : bench.callersSeries();
        Map<String, Map<Double, Double>> rates = new LinkedHashMap<>();
        for (int callers : series) {
            Bench repetition = bench.withSizes(bench.sizes().withClients(callers));
            Map<String, Measurement> results = PairedRun.of(this, repetition).run();
            results.forEach((side, result) -> rates.computeIfAbsent(side, name -> new TreeMap<>())
                    .put((double) callers, result.operationsPerSecond()));
        }
        plot(bench, rates);
    }

    private void plot(Bench bench, Map<String, Map<Double, Double>> rates) throws IOException {
        if (bench.svg() != null) {
            String title = "Appends a second by callers, " + bench.sizes().rooms() + " room(s), "
                    + bench.sizes().pool() + " connections";
            Files.writeString(bench.svg(), new LinePlot(title, "callers", "appends/s", rates).svg());
        }
    }
}
