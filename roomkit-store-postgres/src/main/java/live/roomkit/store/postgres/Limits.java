package live.roomkit.store.postgres;

/**
 * The end of a statement for a page. How many rows are wanted stands in its text: of a parameter the planner believes that
 * it asks for a tenth of the table, so that it finds the plan for all values dear, and plans each execution anew. An
 * offset, which has many values, is a parameter where there is one.
 */
final class Limits {

    private Limits() {}

    /** The limit, and the offset as a parameter unless it is zero. */
    static String page(int limit, int offset) {
        return " LIMIT " + limit + ((offset > 0) ? " OFFSET ?" : "");
    }

    /** As {@link #page}, of one of the parts that the page is made of: what precedes the page is read as well. */
    static String part(int limit, int offset) {
        return " LIMIT " + ((offset > 0) ? "?" : limit);
    }
}
