package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Contains the tables of a schema according to PostgreSQL's catalog. The catalog is read because Flyway's history table
 * is not reliable: the history table may belong to another program, or list migrations whose tables were dropped.
 *
 * @param columns the names of the columns, by table
 * @param unreadable the tables that the database user has no right to read
 */
record SchemaTables(Map<String, Set<String>> columns, Set<String> unreadable) {

    /** Name of the table in which Flyway records the migrations that were run. */
    static final String HISTORY = "schema_version";

    private static final String HOLDS = "SELECT h.id FROM \"%s\".holds AS h ORDER BY h.id LIMIT 1";

    private static final String GRANT = """
            GRANT USAGE ON SCHEMA "%1$s" TO "%2$s"; GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE %3$s TO "%2$s";
            """;

    private static final int MOST_NAMED = 5;

    private static final Set<String> HISTORY_COLUMNS =
            Set.of("installed_rank", "version", "type", "script", "checksum", "success");

    private static final String QUERY = """
            SELECT c.relname, pg_catalog.string_agg(CAST(a.attname AS text), ',') AS columns,
                   pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                       AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable
            FROM pg_catalog.pg_namespace n
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
            WHERE n.nspname = CAST(? AS name) AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            GROUP BY n.oid, c.oid, c.relname
            """;

    private static final String SCRIPTS =
            "SELECT script FROM %s WHERE CAST(type AS text) = 'SQL' AND version IS NOT NULL";

    /**
     * Finds schemas with tables of RoomKit for Python. The SQL recognizes these schemas by the columns of the table
     * {@code rooms} and by the names of other tables.
     */
    private static final String PYTHON_SCHEMAS = """
            SELECT CAST(n.nspname AS text)
            FROM pg_catalog.pg_class r
            JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
            WHERE r.relname = 'rooms' AND r.relkind IN ('r', 'p') AND n.nspname <> CAST(? AS name)
              AND EXISTS (SELECT FROM pg_catalog.pg_attribute a
                          WHERE a.attrelid = r.oid AND a.attname IN ('data', 'latest_index') AND NOT a.attisdropped)
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                              WHERE a.attrelid = r.oid AND a.attname = 'next_index' AND NOT a.attisdropped)
              AND 2 <= (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class s
                        WHERE s.relnamespace = n.oid AND s.relkind IN ('r', 'p')
                          AND s.relname IN ('events', 'event_sequences', 'bindings', 'participants', 'identities',
                                            'identity_addresses', 'tasks', 'observations', 'read_markers'))
            ORDER BY 1
            """;

    static SchemaTables read(JdbcTemplate jdbc, SchemaName schema) {
        Map<String, Set<String>> columns = new TreeMap<>();
        Set<String> unreadable = new TreeSet<>();
        jdbc.query(
                QUERY,
                row -> {
                    columns.put(row.getString(1), Set.of(row.getString(2).split(",")));
                    if (!row.getBoolean(3)) {
                        unreadable.add(row.getString(1));
                    }
                },
                schema.toString());
        return new SchemaTables(columns, unreadable);
    }

    /** Throws an exception when schemas other than the given one contain tables of RoomKit for Python. */
    static void refusePython(JdbcTemplate jdbc, SchemaName schema) {
        List<String> schemas = jdbc.queryForList(PYTHON_SCHEMAS, String.class, schema.toString());
        if (!schemas.isEmpty()) {
            throw new PythonTablesException(schema.toString(), schemas);
        }
    }

    /**
     * Throws an exception when the table {@code holds} contains a hold. A hold forbids the deletion of data. This
     * method is called when a store is opened without support for holds, because such a store would delete the data
     * nevertheless.
     */
    void refuseHolds(JdbcTemplate jdbc, SchemaName schema) {
        if (this.columns.containsKey("holds")
                && !jdbc.queryForList(HOLDS.formatted(schema)).isEmpty()) {
            throw OpeningProblem.HOLDS_PLACED.exception(schema);
        }
    }

    /** Tells whether the schema has a table with the name of Flyway's history table, {@value #HISTORY}. */
    boolean hasHistory() {
        return this.columns.containsKey(HISTORY);
    }

    /** Tells whether the table {@value #HISTORY} has the columns that Flyway creates. */
    boolean hasFlywayHistory() {
        return this.columns.getOrDefault(HISTORY, Set.of()).containsAll(HISTORY_COLUMNS);
    }

    /**
     * Throws an exception when the table {@value #HISTORY} was not created by Flyway, or when it lists only the Flyway
     * migrations of another program.
     */
    void refuseForeignHistory(JdbcTemplate jdbc, SchemaName schema) {
        if (!hasHistory()) {
            return;
        }
        List<String> scripts = hasFlywayHistory()
                ? jdbc.queryForList(SCRIPTS.formatted(history(schema)), String.class)
                : List.of("of another program");
        if (!scripts.isEmpty() && !scripts.contains(MigrationScripts.NAMES.get(0))) {
            throw OpeningProblem.FOREIGN_HISTORY.exception(schema);
        }
    }

    /**
     * Throws an exception when a table or a column that the store's statements need is missing, or when the database
     * user has no right to read such a table.
     *
     * @param expected the columns that the migration scripts of this version create, by table
     */
    void requireComplete(Map<String, Set<String>> expected, SchemaName schema) {
        List<String> missing = new ArrayList<>();
        expected.forEach((table, names) -> {
            Set<String> present = this.columns.get(table);
            if (present == null) {
                missing.add(table);
            } else {
                names.stream()
                        .filter(name -> !present.contains(name))
                        .sorted()
                        .forEach(name -> missing.add(table + '.' + name));
            }
        });
        if (!missing.isEmpty()) {
            throw (!hasHistory() && missing.equals(List.copyOf(expected.keySet())))
                    ? OpeningProblem.NO_TABLES.exception(schema)
                    : OpeningProblem.INCOMPLETE_TABLES.exception(schema, named(missing));
        }
        if (expected.keySet().stream().anyMatch(this.unreadable::contains)) {
            throw OpeningProblem.NO_RIGHT_TO_READ.because("SQLSTATE 42501", "42501", null, false, schema);
        }
    }

    /**
     * Returns the statements that grant a role the right to read and write tables: those of the given tables that
     * exist, and the table {@value #HISTORY}.
     */
    String grant(Set<String> tables, SchemaName schema, String role) {
        String present = this.columns.keySet().stream()
                .filter(table -> tables.contains(table) || table.equals(HISTORY))
                .map(table -> "\"" + schema + "\"." + table)
                .collect(Collectors.joining(", "));
        return GRANT.formatted(schema, role.replace("\"", "\"\""), present);
    }

    private static String named(List<String> missing) {
        String names = String.join(", ", missing.subList(0, Math.min(missing.size(), MOST_NAMED)));
        return (missing.size() > MOST_NAMED)
                ? names + " and " + (missing.size() - MOST_NAMED) + " more are"
                : names + ((missing.size() == 1) ? " is" : " are");
    }

    static String history(SchemaName schema) {
        return '"' + schema.toString() + "\"." + HISTORY;
    }
}
