package live.roomkit.benchmarks.measure;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Report that prints the results as a table. */
public final class TableReport implements Report {

    private final PrintStream out;

    private final PrintStream err;

    private boolean begun;

    public TableReport(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void side(String workload, String side, Sizes sizes, Measurement total) {
        if (!this.begun) {
            this.begun = true;
            this.out.printf(
                    Locale.ROOT,
                    "%s: %d rooms, %d callers, pool of %d, %d turns of %s s%n",
                    workload,
                    sizes.rooms(),
                    sizes.clients(),
                    sizes.pool(),
                    sizes.pairs(),
                    number(sizes.seconds()));
        }
        this.out.printf(Locale.ROOT, "%n%-14s %12s ops/s", side, number(total.operationsPerSecond()));
        if (total.times() != null) {
            this.out.printf(
                    Locale.ROOT,
                    "   p50 %s ms   p99 %s ms   max %s ms",
                    number(total.milliseconds(50)),
                    number(total.milliseconds(99)),
                    number(total.milliseconds(100)));
        }
        this.out.printf(Locale.ROOT, "   %s%n", total.verified() ? "verified" : "NOT VERIFIED");
        total.costs().forEach((name, cost) -> figure(name + "/op", cost / total.operations()));
        total.figures().forEach(this::figure);
    }

    @Override
    public void ratio(String workload, String first, String second, List<Double> ratios) {
        Ratios summary = Ratios.of(ratios);
        this.out.printf(
                Locale.ROOT,
                "%n%s/%s: %.3f (%.3f to %.3f, %d pairs)%n",
                first,
                second,
                summary.median(),
                summary.min(),
                summary.max(),
                summary.pairs());
    }

    @Override
    public void progress(String text) {
        this.err.println(text);
    }

    private void figure(String name, double value) {
        this.out.printf(Locale.ROOT, "%14s %12s %s%n", "", number(value), name.replace('_', ' '));
    }

    private static String number(double value) {
        return (Math.abs(value) >= 100)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
