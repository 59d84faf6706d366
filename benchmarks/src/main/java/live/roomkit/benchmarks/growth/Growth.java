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
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.LinePlot;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.Ratios;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import org.HdrHistogram.Histogram;

/**
 * Measures every store operation with a large amount of data and with 0.1 % of this amount, and compares the times. For
 * a plot, also measures the operations with amounts in between. All operations run in a single thread. The operations
 * form two groups: those that read data or move read markers, and all others. The first group is measured in several
 * turns, then the second group. In each turn, every operation of the group runs with each of these amounts of data.
 */
public final class Growth implements Workload {

    private static final int LEAST_ROOMS = 100;

    private static final int LEAST_EVENTS = 1_000;

    private static final int LEAST_CALLS = 3;

    private static final int MOST_CALLS = 100;

    private static final int PLOTTED = 6;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String summary() {
        return "every operation with 1000000 events in a room and 100000 rooms, against 0.1 % of both";
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
        throw new UnsupportedOperationException(
                "Sides of this workload cannot be opened: they take turns at each operation");
    }

    @Override
    public void run(Bench bench) throws Exception {
        List<Deployment> deployments = new ArrayList<>();
        try {
            for (int divisor : (bench.svg() != null) ? new int[] {1_000, 100, 10, 1} : new int[] {1_000, 1}) {
                if (divisor == 1 || bench.sizes().rooms() / divisor >= LEAST_ROOMS || deployments.isEmpty()) {
                    deployments.add(write(bench, divisor));
                }
            }
            for (Deployment deployment : deployments) {
                Operations.checkComplete(deployment);
            }
            List<Result> results = new ArrayList<>();
            for (List<Operation> operations : List.of(Operations.READS, Operations.WRITES)) {
                results.addAll(measure(operations, deployments, bench));
            }
            results.forEach(result -> report(result, bench));
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

    private static List<Result> measure(List<Operation> operations, List<Deployment> deployments, Bench bench) {
        double seconds = bench.sizes().seconds() / Operations.all().size();
        List<Result> results = new ArrayList<>();
        for (Operation operation : operations) {
            deployments.forEach(deployment -> call(operation, deployment, seconds));
            results.add(new Result(
                    operation,
                    deployments.stream().map(Deployment::hotEvents).toList(),
                    deployments.stream().map(deployment -> new Histogram(3)).toList(),
                    new ArrayList<>()));
        }
        for (int turn = 1; turn <= bench.sizes().pairs(); turn++) {
            bench.report().progress("growth: turn " + turn + " of " + operations.size() + " operations");
            for (Result result : results) {
                result.add(deployments.stream()
                        .map(deployment -> call(result.operation(), deployment, seconds))
                        .toList());
            }
        }
        return results;
    }

    private static Histogram call(Operation operation, Deployment deployment, double seconds) {
        Histogram times = new Histogram(3);
        long spent = 0;
        for (int call = 0; call < LEAST_CALLS || (call < MOST_CALLS && spent < seconds * 1e9); call++) {
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
        Histogram times = result.ofLargest();
        double seconds = times.getMean() * times.getTotalCount() / 1e9;
        bench.report()
                .side(
                        name(),
                        result.name(),
                        bench.sizes(),
                        new Measurement(times.getTotalCount(), seconds, times, Map.of(), figures, true));
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
     * Contains the times of one operation, measured with several amounts of data.
     *
     * @param sizes the amounts of data, ascending; each is the number of events in the largest room
     * @param totals the times of all calls for each amount of data, in the order of {@code sizes}
     * @param ratios one ratio for each turn of the measurement: the median time with the most data, divided by the
     *     median time with the least data
     */
    private record Result(Operation operation, List<Integer> sizes, List<Histogram> totals, List<Double> ratios) {

        void add(List<Histogram> slices) {
            for (int i = 0; i < slices.size(); i++) {
                this.totals.get(i).add(slices.get(i));
            }
            this.ratios.add(median(slices.get(slices.size() - 1)) / median(slices.get(0)));
        }

        /**
         * Returns the median time in milliseconds for each amount of data. The key is the number of events in the
         * largest room.
         */
        Map<Double, Double> medians() {
            Map<Double, Double> medians = new TreeMap<>();
            for (int i = 0; i < this.sizes.size(); i++) {
                medians.put((double) this.sizes.get(i), median(this.totals.get(i)));
            }
            return medians;
        }

        Histogram ofLargest() {
            return this.totals.get(this.totals.size() - 1);
        }

        double growth() {
            return Ratios.of(this.ratios).median();
        }

        String name() {
            return this.operation.name() + (this.operation.proportional() ? " (proportional)" : "");
        }
    }
}
