package live.roomkit.store.postgres;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import live.roomkit.internal.Checks;

/**
 * Name of the schema that contains the store's tables. All SQL in the code uses the prefix {@code roomkit.}, so that
 * the SQL can be copied into psql. This class replaces the prefix when another schema is configured.
 */
final class SchemaName {

    static final String DEFAULT = "roomkit";

    private static final Pattern VALID = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private static final String PREFIX = DEFAULT + ".";

    private final String name;

    private final Map<String, String> statements = new ConcurrentHashMap<>();

    SchemaName(String name) {
        Checks.check(
                VALID.matcher(Checks.notNull("schema", name)).matches() && !isOfTheServer(name),
                "schema must be 1 to 63 lower-case letters, digits and underscores, not beginning with a digit or pg_,"
                        + " and not information_schema");
        this.name = name;
    }

    private static boolean isOfTheServer(String name) {
        return name.startsWith("pg_") || name.equals("information_schema");
    }

    /**
     * Returns the SQL with the name of this schema instead of the default name {@code roomkit}. The SQL must be a
     * constant, because the result is cached.
     */
    String apply(String sql) {
        return this.name.equals(DEFAULT) ? sql : this.statements.computeIfAbsent(sql, this::replace);
    }

    /**
     * Returns the SQL with the name of this schema, like {@link #apply}, but without caching. Use this method for SQL
     * that is built at run time.
     */
    String replace(String sql) {
        return sql.replace(PREFIX, '"' + this.name + "\".");
    }

    @Override
    public String toString() {
        return this.name;
    }
}
