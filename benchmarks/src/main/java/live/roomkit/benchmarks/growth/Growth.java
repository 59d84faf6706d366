package live.roomkit.benchmarks.growth;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.LinePlot;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.Ratios;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import org.HdrHistogram.Histogram;

/**
 * What every operation takes in a large deployment, compared with a small one that has a thousandth of its rooms and
 * events; with a plot, in those between as well. They take turns operation by operation. A slice lasts for all operations
 * together, and a call is of one caller alone.
 */
public final class Growth implements Workload {

    private static final int LEAST_ROOMS = 100;

    private static final int LEAST_EVENTS = 1_000;

    private static final int WARM_UP = 10;

    private static final int LEAST_CALLS = 3;

    private static final int MOST_CALLS = 100;

    private static final int PLOTTED = 6;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String summary() {
        return "every operation with 1000000 events in a room and 100000 rooms, and with a thousandth of that";
    }

    @Override
    public Sizes sizes() {
        return new Sizes(100_000, 1, 2, 6, 7, 1_000_000);
    }

    @Override
    public List<String> sides() {
        return List.of("large", "small");
    }

    @Override
    public Side open(String side, Bench bench) {
        throw new UnsupportedOperationException("The sides take turns at each operation");
    }

    @Override
    public void run(Bench bench) throws Exception {
        List<Deployment> deployments = new ArrayList<>();
        try {
            for (int divisor : (bench.svg() != null) ? new int[] {1_000, 100, 10, 1} : new int[] {1_000, 1}) {
                deployments.add(write(bench, divisor));
            }
            for (Deployment deployment : deployments) {
                Operations.checkComplete(deployment);
            }
            List<Result> results = new ArrayList<>();
            for (Operation operation : Operations.ALL) {
                Result result = measure(operation, deployments, bench);
                report(result, bench);
                results.add(result);
            }
            finish(results, bench);
        } finally {
            deployments.forEach(Deployment::close);
        }
    }

    private static Deployment write(Bench bench, int divisor) throws SQLException {
        int rooms = Math.max(LEAST_ROOMS, bench.sizes().rooms() / divisor);
        int events = (int) Math.max(LEAST_EVENTS, bench.sizes().events() / divisor);
        bench.report().progress("growth: " + rooms + " rooms, " + events + " events in one of them");
        return Deployment.write(bench.server().withNewSchema(), rooms, events);
    }

    private static Result measure(Operation operation, List<Deployment> deployments, Bench bench) {
        double seconds = bench.sizes().seconds() / Operations.ALL.size();
        for (Deployment deployment : deployments) {
            call(operation, deployment, WARM_UP, seconds);
        }
        List<Histogram> totals =
                deployments.stream().map(deployment -> new Histogram(3)).toList();
        List<Double> ratios = new ArrayList<>();
        for (int turn = 0; turn < bench.sizes().pairs(); turn++) {
            List<Histogram> slices = deployments.stream()
                    .map(deployment -> call(operation, deployment, LEAST_CALLS, seconds))
                    .toList();
            IntStream.range(0, slices.size()).forEach(i -> totals.get(i).add(slices.get(i)));
            ratios.add(median(slices.get(slices.size() - 1)) / median(slices.get(0)));
        }
        Map<Double, Double> medians = new TreeMap<>();
        for (int i = 0; i < totals.size(); i++) {
            medians.put((double) deployments.get(i).hotEvents(), median(totals.get(i)));
        }
        return new Result(operation, medians, totals.get(totals.size() - 1), ratios);
    }

    private static Histogram call(Operation operation, Deployment deployment, int leastCalls, double seconds) {
        Histogram times = new Histogram(3);
        long spent = 0;
        for (int call = 0; call < leastCalls || (call < MOST_CALLS && spent < seconds * 1e9); call++) {
            Runnable prepared = operation.preparation().next(deployment.store(), deployment);
            long before = System.nanoTime();
            prepared.run();
            long time = System.nanoTime() - before;
            times.recordValue(time);
            spent += time;
        }
        return times;
    }

    private static double median(Histogram times) {
        return times.getValueAtPercentile(50) / 1e6;
    }

    private void report(Result result, Bench bench) {
        Map<String, Double> figures = new LinkedHashMap<>();
        result.medians()
                .forEach((events, milliseconds) ->
                        figures.put("p50_ms_at_" + Math.round(events) + "_events", milliseconds));
        double seconds = result.times().getMean() * result.times().getTotalCount() / 1e9;
        bench.report()
                .side(
                        name(),
                        result.name(),
                        bench.sizes(),
                        new Measurement(
                                result.times().getTotalCount(), seconds, result.times(), Map.of(), figures, true));
        bench.report().ratio(name(), result.name() + ": large", "small", result.ratios());
    }

    private static void finish(List<Result> results, Bench bench) throws Exception {
        List<Result> slowestGrowing = results.stream()
                .filter(result -> !result.operation().proportional())
                .sorted(Comparator.comparingDouble(Result::growth).reversed())
                .toList();
        bench.report()
                .progress("growth: of " + slowestGrowing.size() + " operations on indexed filters, "
                        + slowestGrowing.stream()
                                .filter(result -> result.growth() > 1.5)
                                .map(Result::name)
                                .collect(Collectors.joining(", ", "above 1.5: [", "]")));
        if (bench.svg() != null) {
            Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
            slowestGrowing.stream().limit(PLOTTED).forEach(result -> lines.put(result.name(), result.medians()));
            String title = "The " + lines.size() + " operations of " + slowestGrowing.size() + " that grow most";
            Files.writeString(bench.svg(), new LinePlot(title, "events in the room", "p50 in ms", lines).svg());
        }
    }

    /**
     * What an operation took.
     *
     * @param medians the median in milliseconds by the events in the hot room
     * @param times of the largest deployment
     * @param ratios of the largest to the smallest, turn by turn
     */
    private record Result(Operation operation, Map<Double, Double> medians, Histogram times, List<Double> ratios) {

        double growth() {
            return Ratios.of(this.ratios).median();
        }

        String name() {
            return this.operation.name() + (this.operation.proportional() ? " (proportional)" : "");
        }
    }
}
