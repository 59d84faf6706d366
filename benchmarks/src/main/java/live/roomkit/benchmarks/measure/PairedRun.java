package live.roomkit.benchmarks.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Measures several implementations of the same job, which are called sides. In each turn, every side runs once, for
 * some seconds. A program that keeps the machine busy during several turns therefore slows down all sides alike. The
 * ratio of two sides is computed for each turn.
 */
public final class PairedRun {

    private static final int MAX_WARM_UPS = 5;

    private static final double STILL_FASTER = 1.1;

    private final Workload workload;

    private final Bench bench;

    private final List<String> names;

    private final List<Pair> pairs;

    /** Creates a run that measures the named implementations of a workload, and compares the given pairs of them. */
    public PairedRun(Workload workload, Bench bench, List<String> names, List<Pair> pairs) {
        this.workload = workload;
        this.bench = bench;
        this.names = names;
        this.pairs = pairs;
    }

    /**
     * Creates a run that compares the first implementation of the workload with the implementations in
     * {@link Bench#against}, by default with the second implementation.
     */
    public static PairedRun of(Workload workload, Bench bench) {
        List<String> known = workload.sides();
        List<String> others = bench.against().isEmpty() ? known.subList(1, Math.min(2, known.size())) : bench.against();
        List<String> names = new ArrayList<>(known.subList(0, 1));
        names.addAll(others);
        return new PairedRun(
                workload,
                bench,
                names,
                others.stream().map(other -> new Pair(names.get(0), other)).toList());
    }

    /**
     * Measures the implementations in turn and reports the results. Returns the total result of each implementation by
     * its name.
     */
    public Map<String, Measurement> run() throws Exception {
        Map<String, Side> sides = new LinkedHashMap<>();
        try {
            for (String name : this.names) {
                sides.put(name, this.workload.open(name, this.bench));
            }
            return report(measure(sides));
        } finally {
            for (Side side : sides.values()) {
                side.close();
            }
        }
    }

    private List<Map<String, Measurement>> measure(Map<String, Side> sides) throws Exception {
        double seconds = this.bench.sizes().seconds();
        for (Map.Entry<String, Side> side : sides.entrySet()) {
            warmUp(side.getKey(), side.getValue(), seconds);
        }
        List<Map<String, Measurement>> turns = new ArrayList<>();
        for (int turn = 1; turn <= this.bench.sizes().pairs(); turn++) {
            Map<String, Measurement> results = new LinkedHashMap<>();
            for (Map.Entry<String, Side> side : sides.entrySet()) {
                Measurement result = side.getValue().measure(seconds);
                note("turn " + turn, side.getKey(), result);
                results.put(side.getKey(), result);
            }
            turns.add(results);
        }
        return turns;
    }

    /**
     * Warms up an implementation: measures it until it no longer gets faster, but at most {@link #MAX_WARM_UPS} times.
     * A fixed time would not be enough, because the JIT compiler may be slow on a busy machine.
     */
    private void warmUp(String name, Side side, double seconds) throws Exception {
        double best = 0;
        for (int slice = 0; slice < MAX_WARM_UPS; slice++) {
            Measurement result = side.measure(seconds);
            note("warm-up", name, result);
            if (result.operationsPerSecond() < best * STILL_FASTER) {
                return;
            }
            best = Math.max(best, result.operationsPerSecond());
        }
    }

    private void note(String when, String side, Measurement result) {
        this.bench
                .report()
                .progress(String.format(
                        Locale.ROOT,
                        "%s %s %s: %.0f/s",
                        this.workload.name(),
                        when,
                        side,
                        result.operationsPerSecond()));
    }

    private Map<String, Measurement> report(List<Map<String, Measurement>> turns) {
        Map<String, Measurement> totals = new LinkedHashMap<>();
        for (String name : this.names) {
            Measurement total = turns.stream()
                    .map(turn -> of(turn, name))
                    .reduce(Measurement::plus)
                    .orElseThrow();
            totals.put(name, total);
            this.bench.report().side(this.workload.name(), name, this.bench.sizes(), total);
        }
        for (Pair pair : this.pairs) {
            List<Double> ratios = turns.stream()
                    .map(turn -> this.workload.comparison().ratio(of(turn, pair.first()), of(turn, pair.second())))
                    .toList();
            this.bench.report().ratio(this.workload.name(), pair.first(), pair.second(), ratios);
        }
        return totals;
    }

    private static Measurement of(Map<String, Measurement> turn, String side) {
        return Objects.requireNonNull(turn.get(side), side);
    }

    /** Names of two implementations whose ratio is reported. */
    public record Pair(String first, String second) {}
}
