package live.roomkit.store.postgres;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The columns, indexes and foreign keys that the migration scripts create, in a form that can be compared with
 * PostgreSQL's catalog.
 */
final class ExpectedSchema {

    private static final Pattern TABLE =
            Pattern.compile("CREATE TABLE roomkit\\.(\\w+) \\(\\R(.*?)\\R\\s*\\);", Pattern.DOTALL);

    private static final Pattern COLUMN = Pattern.compile(
            "^\\s*([a-z_]+)\\s+(text|bigint|integer|boolean|bytea|jsonb|timestamptz)( COLLATE \"C\")?\\s*(NOT NULL)?",
            Pattern.MULTILINE);

    private static final Pattern INDEX =
            Pattern.compile("CREATE (UNIQUE )?INDEX (\\w+)\\s+ON roomkit\\.(\\w+)\\s+(USING gin )?([^;]+);");

    private static final Pattern KEY = Pattern.compile("CONSTRAINT (\\w+) (PRIMARY KEY|UNIQUE) (\\([\\w, ]+\\))");

    private static final Pattern FOREIGN_KEY = Pattern.compile("CONSTRAINT (\\w+)\\s+FOREIGN KEY");

    private final Map<String, Map<String, String>> columns = new TreeMap<>();

    private final Map<String, String> indexes = new TreeMap<>();

    private final Set<String> foreignKeys;

    ExpectedSchema() {
        String scripts =
                MigrationScripts.NAMES.stream().map(MigrationScripts::read).collect(Collectors.joining("\n"));
        for (Matcher table = TABLE.matcher(scripts); table.find(); ) {
            Map<String, String> types = this.columns.computeIfAbsent(table.group(1), unknown -> new TreeMap<>());
            COLUMN.matcher(table.group(2))
                    .results()
                    .forEach(column -> types.put(
                            column.group(1), type(column.group(2), column.group(3) != null, column.group(4) != null)));
        }
        INDEX.matcher(scripts)
                .results()
                .forEach(index -> this.indexes.put(
                        index.group(2),
                        index(
                                (index.group(1) != null),
                                ((index.group(4) != null) ? "gin" : "btree") + index.group(5))));
        KEY.matcher(scripts)
                .results()
                .forEach(key -> this.indexes.put(key.group(1), index(true, "btree" + key.group(3))));
        this.foreignKeys =
                FOREIGN_KEY.matcher(scripts).results().map(key -> key.group(1)).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the type of each column, by the name of the table and the name of the column. */
    Map<String, Map<String, String>> columns() {
        return this.columns;
    }

    /** Returns the normalized definition of each index, by the name of the index. */
    Map<String, String> indexes() {
        return this.indexes;
    }

    Set<String> foreignKeys() {
        return this.foreignKeys;
    }

    static String type(String name, boolean collatedC, boolean notNull) {
        return name.replace("timestamp with time zone", "timestamptz")
                + (collatedC ? " COLLATE \"C\"" : "")
                + (notNull ? " NOT NULL" : "");
    }

    /**
     * Returns the definition of an index in a normalized form. The definition in a migration script and the definition
     * in PostgreSQL's catalog have the same normalized form.
     */
    static String index(boolean unique, String definition) {
        String plain = definition
                .replaceAll("CAST\\(('\\w+') AS text\\)", "$1")
                .replace("::text", "")
                .replace("pg_catalog.", "")
                .replaceAll("[\\s()\"']", "");
        return unique ? "unique " + plain : plain;
    }
}
