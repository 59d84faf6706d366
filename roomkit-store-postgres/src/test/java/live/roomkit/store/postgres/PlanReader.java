package live.roomkit.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import live.roomkit.store.postgres.StatementRecorder.Execution;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the server explain each statement that is about to be executed, by really executing it on the same connection and
 * rolling that back: with the plan for the very parameters, and with the generic plan that a statement may get once the
 * driver has prepared it; with the tables as vacuumed, and as if every page had been written since.
 */
final class PlanReader implements StatementRecorder.Listener {

    private static final AtomicInteger names = new AtomicInteger();

    private static final Map<Class<?>, String> TYPES = Map.of(
            String.class, "varchar",
            Long.class, "bigint",
            Integer.class, "integer",
            Short.class, "smallint",
            Boolean.class, "boolean",
            byte[].class, "bytea");

    /** Makes the planner expect that each row found in an index must also be read from its table. */
    private static final String UNSETTLED =
            "UPDATE pg_class SET relallvisible = 0 WHERE relallvisible > 0 AND relkind = 'r' AND oid >= 16384";

    private final JsonMapper json = JsonMapper.builder().build();

    private final List<Explained> explained = new ArrayList<>();

    private String step = "";

    /** Files what follows under that name. */
    void begin(String step) {
        this.step = step;
    }

    List<Explained> explained(String step) {
        return this.explained.stream().filter(plan -> plan.step().equals(step)).toList();
    }

    @Override
    public void beforeExecution(Connection connection, Execution execution) throws SQLException {
        for (boolean settled : List.of(true, false)) {
            explain(connection, execution, "force_custom_plan", settled);
            if (execution.preparable()) {
                explain(connection, execution, "force_generic_plan", settled);
            }
        }
    }

    private void explain(Connection connection, Execution execution, String mode, boolean settled) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        Savepoint savepoint = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            this.explained.add(explain(statement, execution, mode, settled));
        } finally {
            connection.rollback(savepoint);
            connection.setAutoCommit(autoCommit);
        }
    }

    private Explained explain(Statement statement, Execution execution, String mode, boolean settled)
            throws SQLException {
        String name = "explained_" + names.incrementAndGet();
        List<@Nullable Object> parameters = execution.parameters();
        statement.setEscapeProcessing(false);
        if (!settled) {
            statement.execute(UNSETTLED);
        }
        statement.execute("SET LOCAL plan_cache_mode = " + mode);
        statement.execute("PREPARE " + name + types(parameters) + " AS " + numbered(execution.sql()));
        long scansBefore = sequentialScans(statement);
        String explain = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE " + name;
        String plan = text(statement, explain + list(parameters, PlanReader::literal));
        long scans = sequentialScans(statement) - scansBefore;
        statement.execute("DEALLOCATE " + name);
        return new Explained(
                this.step,
                execution.sql(),
                settled ? mode : mode + " after writes",
                scans,
                new Plan(this.json.readTree(plan).get(0).get("Plan")));
    }

    /** The tables read whole by this session, those read by the checks of foreign keys included. */
    private static long sequentialScans(Statement statement) throws SQLException {
        return Long.parseLong(text(
                statement, "SELECT sum(seq_scan) FROM pg_stat_xact_user_tables WHERE relname <> 'schema_version'"));
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
            return text.toString().strip();
        }
    }

    private static String numbered(String sql) {
        StringBuilder numbered = new StringBuilder();
        int position = 0;
        for (String part : sql.split("\\?", -1)) {
            numbered.append(position == 0 ? "" : "$" + position).append(part);
            position++;
        }
        return numbered.toString();
    }

    private static String types(List<@Nullable Object> parameters) {
        return list(parameters, PlanReader::type);
    }

    private static String list(List<@Nullable Object> parameters, Form form) {
        return parameters.isEmpty()
                ? ""
                : parameters.stream().map(form::of).collect(Collectors.joining(", ", " (", ")"));
    }

    /** What the driver says of a parameter's type. */
    private static String type(@Nullable Object value) {
        if (value == null) {
            return "unknown";
        } else if (value instanceof Object[] array) {
            return TYPES.get(array.getClass().getComponentType()) + "[]";
        } else if (value instanceof PGobject object) {
            return object.getType();
        }
        return Objects.requireNonNull(TYPES.get(value.getClass()));
    }

    private static String literal(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof byte[] bytes) {
            return "'\\x" + HexFormat.of().formatHex(bytes) + "'";
        } else if (value instanceof Object[] array) {
            return Arrays.stream(array).map(PlanReader::literal).collect(Collectors.joining(", ", "ARRAY[", "]")) + "::"
                    + type(value);
        }
        return "'" + value.toString().replace("'", "''") + "'";
    }

    private interface Form {

        String of(@Nullable Object value);
    }

    /**
     * A statement with its plan.
     *
     * @param tableScans how many tables were read whole, by the statement or by what it caused
     */
    record Explained(String step, String sql, String mode, long tableScans, Plan plan) {}
}
