package live.roomkit.store.postgres;

/**
 * The size of a page: how many rows, and how many bytes their records may have together.
 *
 * <p>A list of at most so many rows fits when no record is larger than its share. Where one is, and where there is no limit
 * to the rows, the server adds up the column {@code bytes} row by row, before it reads the record of a row, and leaves
 * out those that do not fit. The first one always fits.
 *
 * <p> How many rows are wanted stands in the text: of a parameter the planner believes that
 * it asks for a tenth of the table, so that it finds the plan for all values dear, and plans each execution anew. An
 * offset, which has many values, is a parameter where there is one.
 */
final class Limits {

    private static final String RECORD =
            "CASE WHEN pg_catalog.sum(%1$s.bytes) OVER (%2$sROWS UNBOUNDED PRECEDING) <= GREATEST(?, %1$s.bytes)"
                    + " THEN %1$s.data END AS data, %1$s.bytes";

    private Limits() {}

    /** Reads the record of each row of an alias that is no larger than the share in the first parameter. */
    static String shares(String alias) {
        return "CASE WHEN " + alias + ".bytes <= ? THEN " + alias + ".data END AS data, " + alias + ".bytes";
    }

    /**
     * Reads the record of each row of an alias, in the order of the page, as long as the records fit into the size in the first
     * parameter.
     *
     * @param order the columns that the page is ordered by
     */
    static String records(String alias, String order) {
        return RECORD.formatted(alias, "ORDER BY " + order + " ");
    }

    /** As {@link #records}, in the order in which the rows come. */
    static String recordsInAnyOrder(String alias) {
        return RECORD.formatted(alias, "");
    }

    /** The limit, and the offset as a parameter unless it is zero. */
    static String page(int limit, int offset) {
        return " LIMIT " + limit + ((offset > 0) ? " OFFSET ?" : "");
    }

    /** As {@link #page}, of one of the parts that the page is made of: what precedes the page is read as well. */
    static String part(int limit, int offset) {
        return " LIMIT " + ((offset > 0) ? "?" : limit);
    }
}
