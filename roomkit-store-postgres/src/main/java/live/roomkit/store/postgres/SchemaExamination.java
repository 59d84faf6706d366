package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Compares the tables, indexes and foreign keys of a schema with those that the migration scripts create. */
final class SchemaExamination {

    /**
     * Largest size of a table that may lack statistics, in pages of 8 KiB. A larger table without statistics is
     * reported as a fault.
     */
    private static final int LARGE_PAGES = 1_000;

    private static final Map<String, Integer> FILL_FACTORS = Map.of("rooms", 60, "read_markers", 80);

    private static final String COLUMNS = """
            SELECT CAST(c.relname AS text) AS table_name, CAST(a.attname AS text) AS column_name,
                CAST(pg_catalog.format_type(a.atttypid, a.atttypmod) AS text) AS type,
                COALESCE(l.collname = 'C', false) AS collated_c, a.attnotnull
            FROM pg_catalog.pg_class AS c
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation
            WHERE c.relnamespace = CAST(pg_catalog.to_regnamespace(?) AS oid) AND c.relkind IN ('r', 'p')
            """;

    private static final String TABLES = """
            SELECT CAST(c.relname AS text) AS table_name, c.relpersistence = 'u' AS unlogged, c.relrowsecurity,
                c.reltuples < 0 AND pg_catalog.pg_relation_size(c.oid) > ? * CAST(8192 AS bigint) AS unknown,
                COALESCE(pg_catalog.array_to_string(c.reloptions, ','), '') AS options
            FROM pg_catalog.pg_class AS c
            WHERE c.relnamespace = CAST(pg_catalog.to_regnamespace(?) AS oid) AND c.relkind IN ('r', 'p')
            """;

    private static final String INDEXES = """
            SELECT CAST(c.relname AS text) AS table_name, CAST(i.relname AS text) AS index_name, x.indisunique,
                x.indisvalid AND x.indisready AND x.indislive AS valid, pg_catalog.pg_get_indexdef(i.oid) AS definition,
                CAST(COALESCE(p.relname, c.relname) AS text) AS whole_table
            FROM pg_catalog.pg_index AS x
                JOIN pg_catalog.pg_class AS c ON c.oid = x.indrelid
                JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
                LEFT JOIN pg_catalog.pg_class AS p ON p.oid = pg_catalog.pg_partition_root(c.oid)
            WHERE c.relnamespace = CAST(pg_catalog.to_regnamespace(?) AS oid) AND c.relkind IN ('r', 'p')
            """;

    private static final String FOREIGN_KEYS = """
            SELECT CAST(k.conname AS text)
            FROM pg_catalog.pg_constraint AS k
            WHERE k.connamespace = CAST(pg_catalog.to_regnamespace(?) AS oid) AND k.contype = 'f' AND k.convalidated
                AND k.confdeltype = 'c'
            """;

    private static final String TRIGGERS = """
            SELECT CAST(c.relname AS text) AS table_name, CAST(t.tgname AS text) AS trigger_name, t.tgisinternal,
                t.tgenabled = 'D' AS disabled, CAST(COALESCE(p.relname, c.relname) AS text) AS whole_table
            FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
                LEFT JOIN pg_catalog.pg_class AS p ON p.oid = pg_catalog.pg_partition_root(c.oid)
            WHERE c.relnamespace = CAST(pg_catalog.to_regnamespace(?) AS oid) AND (NOT t.tgisinternal OR t.tgenabled = 'D')
            """;

    private final Database database;

    private final DataSource dataSource;

    private final SchemaName schema;

    private final ExpectedSchema expected = new ExpectedSchema();

    /**
     * Names of all tables that migration scripts of the store can create. The application may have further tables in
     * the schema.
     */
    private final Set<String> tables = new MigrationScripts().tables();

    SchemaExamination(Database database, DataSource dataSource, SchemaName schema) {
        this.database = database;
        this.dataSource = dataSource;
        this.schema = schema;
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        examineColumns(findings);
        if (!isUnreadable(findings)) {
            examineTables(findings);
            examineIndexes(findings);
            examineForeignKeys(findings);
            examineTriggers(findings);
            new CitusTables(new StoreJdbcTemplate(this.dataSource), this.schema, new MigrationScripts())
                    .leftBehind()
                    .forEach(table -> findings.add(Finding.of(
                            Fault.UNDISTRIBUTED_TABLE, "table " + table, "Its rows are on the coordinator of Citus")));
        }
        return findings;
    }

    /** Tells whether one of the findings is a missing table or column. Statements on the tables would then fail. */
    static boolean isUnreadable(List<Finding> findings) {
        return findings.stream()
                .map(Finding::fault)
                .anyMatch(fault -> fault.equals(Fault.MISSING_TABLE.faultName())
                        || fault.equals(Fault.MISSING_COLUMN.faultName()));
    }

    List<Finding> examineMigrations() {
        return new PostgresSchema(this.dataSource, this.schema.toString())
                .migrations().stream()
                        .filter(SchemaMigration::isPending)
                        .map(migration -> Finding.of(
                                Fault.PENDING_MIGRATION,
                                "schema " + this.schema,
                                "Migration " + migration.version() + " (" + migration.description() + ") was not run"))
                        .toList();
    }

    private void examineColumns(List<Finding> findings) {
        Map<String, Map<String, String>> actual = new TreeMap<>();
        each(
                COLUMNS,
                row -> actual.computeIfAbsent(row.getString("table_name"), unknown -> new TreeMap<>())
                        .put(
                                row.getString("column_name"),
                                ExpectedSchema.type(
                                        row.getString("type"),
                                        row.getBoolean("collated_c"),
                                        row.getBoolean("attnotnull"))));
        this.expected.columns().forEach((table, columns) -> {
            if (actual.containsKey(table)) {
                columns.forEach((column, type) -> examineColumn(
                        table + "." + column, type, actual.get(table).get(column), findings));
            } else {
                findings.add(Finding.of(Fault.MISSING_TABLE, "table " + table, "It does not exist"));
            }
        });
    }

    private static void examineColumn(String column, String expected, @Nullable String actual, List<Finding> findings) {
        if (actual == null) {
            findings.add(Finding.of(Fault.MISSING_COLUMN, "column " + column, "It does not exist"));
        } else if (!actual.equals(expected)) {
            findings.add(Finding.of(
                    Fault.CHANGED_COLUMN, "column " + column, "It is " + actual + " instead of " + expected));
        }
    }

    private void examineTables(List<Finding> findings) {
        this.database.each(
                TABLES,
                row -> {
                    String name = row.getString("table_name");
                    if (this.expected.columns().containsKey(name)) {
                        examineTable(name, row, findings);
                    }
                },
                LARGE_PAGES,
                quoted());
    }

    private static void examineTable(String name, ResultSet row, List<Finding> findings) throws SQLException {
        String table = "table " + name;
        if (row.getBoolean("unlogged")) {
            findings.add(Finding.of(Fault.UNLOGGED_TABLE, table, "It is UNLOGGED"));
        }
        if (row.getBoolean("relrowsecurity")) {
            findings.add(Finding.of(Fault.ROW_SECURITY, table, "Row level security is enabled"));
        }
        if (row.getBoolean("unknown")) {
            findings.add(Finding.of(Fault.NO_STATISTICS, table, "It is large and was never analyzed"));
        }
        List<String> options = List.of(row.getString("options").split(","));
        if (options.contains("autovacuum_enabled=false") || options.contains("autovacuum_enabled=off")) {
            findings.add(Finding.of(Fault.AUTOVACUUM_OFF, table, "Autovacuum is switched off for it"));
        }
        Integer fillFactor = FILL_FACTORS.get(name);
        if (fillFactor != null && !options.contains("fillfactor=" + fillFactor)) {
            findings.add(Finding.of(Fault.FILL_FACTOR, table, "Its fillfactor is not " + fillFactor));
        }
    }

    private void examineIndexes(List<Finding> findings) {
        Set<String> present = new HashSet<>();
        each(INDEXES, row -> {
            String table = row.getString("table_name");
            if (!this.tables.contains(row.getString("whole_table"))) {
                return;
            }
            String name = row.getString("index_name");
            String expected = this.expected.indexes().get(name);
            present.add(name);
            if (!row.getBoolean("valid")) {
                findings.add(Finding.of(Fault.INVALID_INDEX, "index " + name, "Building it did not end"));
            } else if (expected == null) {
                if (this.expected.columns().containsKey(table)) {
                    findings.add(Finding.of(
                            Fault.FOREIGN_INDEX, "index " + name, "It is on table " + table + " and not of the store"));
                }
            } else if (!expected.equals(definition(row))) {
                findings.add(Finding.of(
                        Fault.CHANGED_INDEX, "index " + name, "It is not on the columns of the migration script"));
            }
        });
        this.expected.indexes().keySet().stream()
                .filter(name -> !present.contains(name))
                .forEach(name -> findings.add(Finding.of(Fault.MISSING_INDEX, "index " + name, "It does not exist")));
    }

    private static String definition(ResultSet row) throws SQLException {
        String definition = row.getString("definition");
        return ExpectedSchema.index(
                row.getBoolean("indisunique"),
                definition.substring(definition.indexOf(" USING ") + " USING ".length()));
    }

    private void examineForeignKeys(List<Finding> findings) {
        Set<String> present = new HashSet<>();
        each(FOREIGN_KEYS, row -> present.add(row.getString(1)));
        this.expected.foreignKeys().stream()
                .filter(name -> !present.contains(name))
                .sorted()
                .forEach(name -> findings.add(Finding.of(
                        Fault.MISSING_FOREIGN_KEY,
                        "constraint " + name,
                        "It does not exist, is not valid or does not cascade")));
    }

    private void examineTriggers(List<Finding> findings) {
        each(TRIGGERS, row -> {
            String table = row.getString("table_name");
            if (!this.tables.contains(row.getString("whole_table"))) {
                return;
            }
            if (row.getBoolean("disabled")) {
                findings.add(
                        Finding.of(Fault.DISABLED_TRIGGER, "table " + table, "A trigger of the table is switched off"));
            } else {
                findings.add(Finding.of(
                        Fault.FOREIGN_TRIGGER,
                        "table " + table,
                        "Trigger " + row.getString("trigger_name") + " is not of the store"));
            }
        });
    }

    private void each(String sql, RowCallbackHandler handler) {
        this.database.each(sql, handler, quoted());
    }

    private String quoted() {
        return '"' + this.schema.toString() + '"';
    }
}
