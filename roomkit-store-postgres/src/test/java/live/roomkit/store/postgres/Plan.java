package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What {@code EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)} says of an execution. */
final class Plan {

    private static final Set<String> SORTS = Set.of("Sort", "Incremental Sort");

    private final JsonNode root;

    private final List<JsonNode> nodes = new ArrayList<>();

    Plan(JsonNode root) {
        this.root = root;
        collect(root);
    }

    /** The tables that are read from one end to the other, if the plan comes to it. */
    List<String> tablesReadWhole() {
        return this.nodes.stream()
                .filter(node -> node.path("Actual Loops").asDouble() > 0)
                .filter(node -> node.path("Node Type").asString().equals("Seq Scan"))
                .map(node -> node.path("Relation Name").asString())
                .toList();
    }

    /** How many rows come out, or are written. */
    double rows() {
        double out = this.root.path("Actual Rows").asDouble();
        boolean writes = this.root.path("Node Type").asString().equals("ModifyTable");
        return writes
                ? Math.max(
                        out, this.root.path("Plans").get(0).path("Actual Rows").asDouble())
                : out;
    }

    /** How many rows or index entries were read. */
    double rowsRead() {
        return rowsRemoved() + sum(node -> node.has("Relation Name") ? total(node, "Actual Rows") : 0);
    }

    /** How many rows were read for nothing. */
    double rowsRemoved() {
        return Stream.of("Filter", "Index Recheck", "Join Filter")
                .mapToDouble(kind -> sum(node -> total(node, "Rows Removed by " + kind)))
                .sum();
    }

    /** How many rows were sorted. */
    double rowsSorted() {
        return sum(node -> SORTS.contains(node.path("Node Type").asString())
                ? total(node.path("Plans").get(0), "Actual Rows")
                : 0);
    }

    /** How many pages were looked at, in the cache or not. */
    double buffers() {
        return this.root.path("Shared Hit Blocks").asDouble()
                + this.root.path("Shared Read Blocks").asDouble();
    }

    /** What the planner believes an execution to cost; a plan that seems dear is compiled before each execution. */
    double cost() {
        return this.root.path("Total Cost").asDouble();
    }

    /** Whether what was read is in proportion to what came out, and not to what is in the tables. */
    boolean isFlat() {
        return buffers() < 200 + 20 * rows()
                && rowsRead() < 1_500 + 20 * rows()
                && rowsRemoved() < 100 + 10 * rows()
                && rowsSorted() < 300 + 10 * rows();
    }

    private double sum(ToDoubleFunction<JsonNode> figure) {
        return this.nodes.stream().mapToDouble(figure).sum();
    }

    private static double total(JsonNode node, String perLoop) {
        return node.path(perLoop).asDouble() * node.path("Actual Loops").asDouble();
    }

    private void collect(JsonNode node) {
        this.nodes.add(node);
        node.path("Plans").forEach(this::collect);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f rows out, %.0f pages, %.0f rows read, %.0f removed, %.0f sorted; read whole: %s%n%s",
                rows(),
                buffers(),
                rowsRead(),
                rowsRemoved(),
                rowsSorted(),
                tablesReadWhole(),
                this.root.toPrettyString());
    }
}
