package live.roomkit.store.postgres;

/**
 * Builds the SQL fragments that limit a page by the number of rows and by the total size of their records. The maximum
 * total size is the setting {@code maxPageSize} of the store.
 *
 * <p>A page of at most n records is certainly within {@code maxPageSize} when no record is larger than
 * {@code maxPageSize} divided by n. When a record is larger, or the number of rows is not limited, a window function
 * adds up the column {@code bytes} row by row. The record of a row is read only while the sum of the bytes so far is
 * within {@code maxPageSize}. The first record is always read.
 *
 * <p>The LIMIT of a whole query is a literal in the SQL and not a parameter. If the LIMIT were a parameter, the planner
 * would assume that 10 % of the rows are requested and would choose a worse plan. In one branch of a UNION, the same
 * assumption leads to a better plan, see {@link #inOrder}. The OFFSET is a parameter, so that queries with different
 * offsets have the same SQL.
 */
final class Limits {

    private static final String RECORD =
            "CASE WHEN pg_catalog.sum(%1$s.bytes) OVER (%2$sROWS UNBOUNDED PRECEDING) <= GREATEST(?, %1$s.bytes)"
                    + " THEN %1$s.data END AS data, %1$s.bytes";

    private Limits() {}

    /**
     * Returns the SELECT expressions for a record and for its size. The first parameter of the statement is the maximum
     * size of one record in bytes. For a larger record, the statement returns the size, but {@code NULL} instead of the
     * record.
     */
    static String shares(String alias) {
        return "CASE WHEN " + alias + ".bytes <= ? THEN " + alias + ".data END AS data, " + alias + ".bytes";
    }

    /**
     * Returns the SELECT expressions that read records in the given order, as long as their total size is within a
     * maximum. The first parameter of the statement is this maximum, in bytes.
     */
    static String records(String alias, String order) {
        return RECORD.formatted(alias, "ORDER BY " + order + " ");
    }

    /** Returns the SELECT expressions of {@link #records} for a statement without ORDER BY. */
    static String recordsInAnyOrder(String alias) {
        return RECORD.formatted(alias, "");
    }

    /** Returns the LIMIT clause and, for an offset greater than zero, an OFFSET clause with a parameter. */
    static String page(int limit, int offset) {
        return " LIMIT " + limit + ((offset > 0) ? " OFFSET ?" : "");
    }

    /**
     * Returns the LIMIT clause for one branch of a UNION. Callers use this clause only for branches whose ORDER BY
     * matches the order of an index. The clause hides the limit in a subquery, where the planner does not see it. The
     * planner then assumes that 10 % of the rows are requested, and chooses to read the first rows of the index. With a
     * visible limit, the planner might choose to collect and sort all rows. Citus does not support such a subquery, so
     * a distributed table gets the clause of {@link #part}.
     */
    static String inOrder(int limit, int offset, boolean distributed) {
        return distributed
                ? part(limit, offset)
                : " LIMIT (SELECT CAST(" + ((offset > 0) ? "?" : limit) + " AS bigint))";
    }

    /**
     * Returns the LIMIT clause for one branch of a UNION. With an offset greater than zero, the clause has a parameter.
     * The value of the parameter must be {@code limit + offset}, because the OFFSET clause after the UNION skips the
     * first rows of the combined result.
     */
    static String part(int limit, int offset) {
        return " LIMIT " + ((offset > 0) ? "?" : limit);
    }
}
