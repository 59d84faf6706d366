package live.roomkit.store.postgres;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import live.roomkit.internal.Checks;

/**
 * Names the schema that holds the tables. SQL is written with the prefix {@code roomkit.}, so it can be pasted into
 * psql. Only this class swaps the prefix when another schema is configured.
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
     * Returns the statement with the prefix of this schema. Accepts only constant text, because the result is cached.
     */
    String apply(String sql) {
        return this.name.equals(DEFAULT) ? sql : this.statements.computeIfAbsent(sql, this::replace);
    }

    /** Does what {@link #apply} does, for text that is put together or read once, and caches nothing. */
    String replace(String sql) {
        return sql.replace(PREFIX, '"' + this.name + "\".");
    }

    @Override
    public String toString() {
        return this.name;
    }
}
