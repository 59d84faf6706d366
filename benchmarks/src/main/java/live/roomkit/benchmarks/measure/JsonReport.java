package live.roomkit.benchmarks.measure;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;

/** Report that prints each result as one line of JSON. */
public final class JsonReport implements Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;

    public JsonReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void side(String workload, String side, Sizes sizes, Measurement total) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("workload", workload);
        line.put("side", side);
        line.put("ops_per_s", rounded(total.operationsPerSecond()));
        if (total.times() != null) {
            line.put("p50_ms", rounded(total.milliseconds(50)));
            line.put("p99_ms", rounded(total.milliseconds(99)));
            line.put("max_ms", rounded(total.milliseconds(100)));
        }
        line.put("verified", total.verified());
        line.put("operations", total.operations());
        total.costs().forEach((name, cost) -> line.put(name + "_per_op", rounded(cost / total.operations())));
        total.figures().forEach((name, figure) -> line.put(name, rounded(figure)));
        line.put("rooms", sizes.rooms());
        line.put("clients", sizes.clients());
        line.put("pool", sizes.pool());
        if (sizes.events() > 0) {
            line.put("events", sizes.events());
        }
        print(line);
    }

    @Override
    public void ratio(String workload, String first, String second, List<Double> ratios) {
        Ratios summary = Ratios.of(ratios);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("workload", workload);
        line.put("ratio", first + '/' + second);
        line.put("median", rounded(summary.median()));
        line.put("min", rounded(summary.min()));
        line.put("max", rounded(summary.max()));
        line.put("pairs", summary.pairs());
        print(line);
    }

    @Override
    public void progress(String text) {}

    private void print(Map<String, Object> line) {
        this.out.println(JSON.writeValueAsString(line));
    }

    /** Rounds the value to four significant digits. Returns large numbers without an exponent. */
    private static Number rounded(double value) {
        if (!Double.isFinite(value)) {
            return value;
        }
        BigDecimal digits = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        return (digits.scale() < 0) ? digits.setScale(0) : digits;
    }
}
