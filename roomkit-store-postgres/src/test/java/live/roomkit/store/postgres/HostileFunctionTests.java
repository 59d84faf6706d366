package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.room.Room;
import live.roomkit.store.postgres.EveryOperation.Step;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A role that may create functions in {@code public} would have its code run with the rights of the store's user, if a
 * statement called a function or operator by a name alone that fits better there than in the server's own schema.
 */
class HostileFunctionTests {

    /** The types of parameters, columns and literals, and what the driver or the server may make of them. */
    private static final List<String> TYPES = List.of(
            "text",
            "varchar",
            "jsonb",
            "text[]",
            "varchar[]",
            "integer",
            "bigint",
            "bigint[]",
            "boolean",
            "bytea",
            "numeric",
            "timestamptz",
            "timestamp");

    private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=", "@>", "~~");

    private static final List<String> OTHER_OPERATORS = List.of("+", "-", "*", "||", "->", "->>");

    private static final List<String> FUNCTIONS = List.of(
            "count",
            "hashtext",
            "jsonb_build_object",
            "left",
            "max",
            "octet_length",
            "sum",
            "timezone",
            "to_regclass",
            "to_regnamespace",
            "unnest");

    /** Counts calls for good, also those of transactions that are rolled back. */
    private static final String COUNT_CALLS = "SELECT last_value FROM public.calls";

    /** What the count says after one call, which is made to begin it. */
    private static final int NONE = 1;

    private static final String FUNCTION = """
            CREATE FUNCTION public.%1$s(%2$s) RETURNS %3$s LANGUAGE plpgsql
            AS 'BEGIN PERFORM pg_catalog.nextval(''public.calls''); RETURN NULL; END';
            """;

    private static final String OPERATOR =
            "CREATE OPERATOR public.%s (FUNCTION = public.%s, LEFTARG = %s, RIGHTARG = %s);\n";

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final JdbcTemplate jdbc = this.database.jdbc();

    @Test
    void noFunctionOrOperatorOfAnotherRoleIsCalled() throws SQLException {
        try (PostgresStore store = this.database.open()) {
            LargeDataset.SMALL.writeTo(this.database.dataSource(), SchemaName.DEFAULT);
            createFunctionsAndOperators();

            for (Step step : EveryOperation.on(LargeDataset.SMALL)) {
                step.work().accept(store);
                assertThat(calls()).as(step.name()).isEqualTo(NONE);
            }
        }
    }

    @Test
    void noFunctionOrOperatorOfAnotherRoleIsCalledByTheMigration() {
        createFunctionsAndOperators();

        try (PostgresStore store = this.database.open()) {
            assertThat(store.createRoom(Room.of("room"))).isNotNull();
        }

        assertThat(calls()).isEqualTo(NONE);
    }

    /** The trap works: statements as they are usually written fall into it. */
    @Test
    void aFunctionOrOperatorThatFitsBetterWouldBeCalled() {
        createFunctionsAndOperators();
        for (String sql : List.of(
                "SELECT CAST('{}' AS jsonb) - '1'",
                "SELECT CAST('{}' AS jsonb) -> '1'",
                "SELECT octet_length(CAST('a' AS varchar))",
                "SELECT CAST('a' AS text) = CAST('a' AS varchar)")) {
            int before = calls();
            this.jdbc.queryForList(sql);
            assertThat(calls()).as(sql).isGreaterThan(before);
        }
    }

    private void createFunctionsAndOperators() {
        String intruder = this.database.createUser("intruder");
        this.jdbc.execute("GRANT CREATE ON SCHEMA public TO \"" + intruder + "\"");
        JdbcTemplate theirs = this.database.jdbc(intruder);
        theirs.execute("CREATE SEQUENCE public.calls; SELECT nextval('public.calls');"
                + " GRANT SELECT, USAGE ON SEQUENCE public.calls TO PUBLIC");
        theirs.execute(pairs().map(pair -> FUNCTION.formatted("compare", pair, "boolean")
                        + FUNCTION.formatted("compute", pair, pair.substring(0, pair.indexOf(','))))
                .collect(Collectors.joining()));
        theirs.execute(pairs().map(HostileFunctionTests::operators).collect(Collectors.joining()));
        theirs.execute(FUNCTIONS.stream()
                .flatMap(name -> Stream.concat(TYPES.stream(), pairs())
                        .map(types -> FUNCTION.formatted('"' + name + '"', types, types.replaceAll(",.*", ""))))
                .collect(Collectors.joining()));
        theirs.execute(FUNCTION.formatted("jsonb_set", "jsonb, text[], jsonb", "jsonb"));
    }

    private int calls() {
        return this.jdbc.queryForObject(COUNT_CALLS, Integer.class);
    }

    private static String operators(String pair) {
        String[] types = pair.split(", ");
        return Stream.concat(
                        COMPARISONS.stream().map(name -> OPERATOR.formatted(name, "compare", types[0], types[1])),
                        OTHER_OPERATORS.stream().map(name -> OPERATOR.formatted(name, "compute", types[0], types[1])))
                .collect(Collectors.joining());
    }

    private static Stream<String> pairs() {
        return TYPES.stream().flatMap(left -> TYPES.stream().map(right -> left + ", " + right));
    }
}
