package live.roomkit.store.postgres;

/**
 * Builds the parts of a statement that limit a page: the number of rows, and the bytes that their records may have
 * together.
 *
 * <p>A list with a limit fits when no record is larger than its share of the page. Where one is, and where there is no
 * limit, the server adds up the column {@code bytes} row by row, before it reads the record of a row. It leaves out the
 * records that do not fit. The first record always fits.
 *
 * <p>The text of the statement contains the number of rows. For a parameter the planner would expect a tenth of the
 * table, judge its plan for all values expensive, and plan each execution again. The offset, which has many values, is
 * a parameter.
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
     * Reads the record of each row of an alias, in the order of the page, as long as the records fit into the size in the
     * first parameter.
     *
     * @param order the columns that the page is ordered by
     */
    static String records(String alias, String order) {
        return RECORD.formatted(alias, "ORDER BY " + order + " ");
    }

    /** Does what {@link #records} does, in the order in which the rows come. */
    static String recordsInAnyOrder(String alias) {
        return RECORD.formatted(alias, "");
    }

    /** Returns the limit, and the offset as a parameter unless it is zero. */
    static String page(int limit, int offset) {
        return " LIMIT " + limit + ((offset > 0) ? " OFFSET ?" : "");
    }

    /** Does what {@link #page} does for one part of the page. A part also reads the rows that precede the page. */
    static String part(int limit, int offset) {
        return " LIMIT " + ((offset > 0) ? "?" : limit);
    }
}
