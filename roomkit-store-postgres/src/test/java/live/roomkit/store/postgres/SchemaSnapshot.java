package live.roomkit.store.postgres;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Captures a schema's catalog entries, including the transaction that last wrote each entry, so that any DDL makes a
 * difference.
 */
record SchemaSnapshot(List<String> entries, List<String> history) {

    /** The tables of a store. */
    static final List<String> TABLES = List.of(
            "bindings",
            "events",
            "identities",
            "identity_addresses",
            "observations",
            "participants",
            "read_markers",
            "rooms",
            "schema_version",
            "tasks");

    private static final String ENTRIES = """
            SELECT 'schema ' || oid || ' ' || xmin FROM pg_namespace WHERE nspname = ?
            UNION ALL
            SELECT 'relation ' || c.oid || ' ' || c.relname || ' ' || c.xmin || ' ' || coalesce(sum(a.xmin::text::bigint), 0)
            FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = to_regnamespace(?)
            GROUP BY c.oid, c.relname, c.xmin::text
            ORDER BY 1
            """;

    static SchemaSnapshot of(JdbcTemplate jdbc, String schema) {
        return new SchemaSnapshot(
                jdbc.queryForList(ENTRIES, String.class, schema, schema),
                jdbc.queryForList(
                        "SELECT installed_rank || ' ' || script || ' ' || xmin FROM " + schema
                                + ".schema_version ORDER BY 1",
                        String.class));
    }

    static List<String> tables(JdbcTemplate jdbc, String schema) {
        return jdbc.queryForList("SELECT tablename FROM pg_tables WHERE schemaname = ?", String.class, schema);
    }

    static boolean exists(JdbcTemplate jdbc, String schema) {
        return !jdbc.queryForList("SELECT 1 FROM pg_namespace WHERE nspname = ?", schema)
                .isEmpty();
    }
}
