package live.roomkit.store.postgres;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds out which right on a schema or its tables the database user lacks, after PostgreSQL has refused a statement. An
 * exception can then name the missing GRANT.
 */
final class SchemaRights {

    private static final String QUERY = """
            SELECT CASE
                WHEN n.oid IS NULL THEN 'NO_RIGHT_TO_CREATE'
                WHEN EXISTS (SELECT FROM pg_catalog.pg_class c
                             WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
                               AND NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                                        AND pg_catalog.has_table_privilege(c.oid, 'SELECT')))
                    THEN 'NO_RIGHT_TO_READ'
                WHEN EXISTS (SELECT FROM pg_catalog.pg_class c
                             WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
                               AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE'))
                    THEN 'NO_RIGHT_TO_CHANGE'
                WHEN NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                          AND pg_catalog.has_schema_privilege(n.oid, 'CREATE'))
                    THEN 'NO_RIGHT_IN_SCHEMA'
                ELSE 'NO_RIGHT'
            END
            FROM (SELECT CAST(? AS name) AS name) s
            LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = s.name
            """;

    private SchemaRights() {}

    static OpeningProblem lacking(JdbcTemplate jdbc, SchemaName schema) {
        String problem = jdbc.queryForObject(QUERY, String.class, schema.toString());
        return (problem != null) ? OpeningProblem.valueOf(problem) : OpeningProblem.NO_RIGHT;
    }
}
