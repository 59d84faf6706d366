package live.roomkit.store.postgres;

import java.util.Arrays;
import java.util.stream.Collectors;
import live.roomkit.internal.feed.ChangeKind;

/**
 * Contains two forms of a statement that inserts, updates or deletes rows. The recording form also inserts a row into
 * the table {@code changes} for each of these rows. The plain form does not. A store executes the recording form only
 * while the change feed is on.
 *
 * <p>The recording form contains the plain statement as a common table expression. For each row that this expression
 * returns, the recording form inserts one row into {@code changes}. PostgreSQL therefore assigns the id of the row in
 * {@code changes} only after the plain statement has locked the inserted, updated or deleted row. The recording form
 * has one additional parameter at the end: the time of the change.
 */
record Recorded(String plain, String recording) {

    /**
     * Text that ends a common table expression in the SQL of this module: a closing parenthesis on a line of its own.
     */
    private static final String END_OF_EXPRESSION = "\n)\n";

    /** Text that begins a statement whose first common table expression updates the row of a room. */
    private static final String UPDATED_ROOM = "WITH room AS (";

    private static final String RETURNING = "RETURNING ";

    private static final String INSERT_CHANGE = """
            INSERT INTO roomkit.changes AS c (kind, index, created_at, room_id, organization_id, key)
            SELECT %s, w.changed_index, CAST(? AS timestamptz), w.changed_room, %s, w.changed_key
            FROM written AS w
            ORDER BY w.changed_index, w.changed_key, w.changed_room""";

    private static final String ORGANIZATION =
            "(SELECT r.organization_id FROM roomkit.rooms AS r WHERE r.id = w.changed_room)";

    /**
     * Reads the organization from the row that the statement has updated. When the update had to wait for another
     * transaction, a subquery on the table {@code rooms} in the same statement may return an older organization.
     */
    private static final String ORGANIZATION_OF_UPDATED_ROOM = "(SELECT room.organization_id FROM room)";

    /**
     * Adds the recording of changes to a statement that writes the table {@code rooms}. The statement must use the
     * alias {@code r} for {@code rooms}.
     */
    static Recorded ofRoom(ChangeKind kind, String sql) {
        return of(kind, "r.id", "''", "0", sql);
    }

    /**
     * Adds the recording of changes to a statement that writes an event index into a column of {@code rooms}.
     *
     * @param index the column of the event index, such as {@code r.delivered_index}
     */
    static Recorded ofRoomIndex(ChangeKind kind, String index, String sql) {
        return of(kind, "r.id", "''", index, sql);
    }

    /**
     * Adds the recording of changes to a statement that writes a table without a column for an event index, such as
     * {@code tasks}.
     *
     * @param key the column of the record's id, with the alias of the table, such as {@code t.id}
     */
    static Recorded ofRecord(ChangeKind kind, String key, String sql) {
        return of(kind, roomOf(key), key, "0", sql);
    }

    /**
     * Adds the recording of changes to a statement that writes a table with a column for an event index.
     *
     * @param key the column of the record's id, with the alias of the table, such as {@code e.id}
     * @param index the column of the event index, such as {@code e.index}
     */
    static Recorded ofRecord(ChangeKind kind, String key, String index, String sql) {
        return of(kind, roomOf(key), key, index, sql);
    }

    /**
     * Adds the recording of changes to a statement whose last common table expression writes a table with a column for
     * an event index.
     *
     * @param key the column of the record's id, with the alias of the table, such as {@code e.id}
     * @param index the column of the event index, such as {@code e.index}
     */
    static Recorded ofExpression(ChangeKind kind, String key, String index, String sql) {
        String returning = returningOrganization(sql);
        int end = returning.lastIndexOf(END_OF_EXPRESSION);
        String expressions = returning.substring(0, end);
        int name = expressions.lastIndexOf("\n), ") + "\n), ".length();
        String renamed =
                expressions.substring(0, name) + "written" + expressions.substring(expressions.indexOf(" AS (", name));
        return new Recorded(
                sql,
                renamed + "\n" + RETURNING + changed(roomOf(key), key, index) + "\n), change AS (\n"
                        + INSERT_CHANGE.formatted(kind.code(), organization(sql)) + returning.substring(end));
    }

    private static String roomOf(String key) {
        return key.substring(0, key.indexOf('.')) + ".room_id";
    }

    private static Recorded of(ChangeKind kind, String room, String key, String index, String plain) {
        boolean ofRoom = room.equals("r.id");
        String changed = changed(room, key, index) + (ofRoom ? ", r.organization_id AS changed_organization" : "");
        String change = INSERT_CHANGE.formatted(kind.code(), ofRoom ? "w.changed_organization" : organization(plain));
        String sql = returningOrganization(plain);
        int main = sql.startsWith("WITH ") ? sql.lastIndexOf(END_OF_EXPRESSION) + END_OF_EXPRESSION.length() : 0;
        String expressions = (main > 0) ? sql.substring(0, main - 1) + ", " : "WITH ";
        int returning = sql.lastIndexOf(RETURNING);
        if (returning < main) {
            return new Recorded(
                    plain,
                    expressions + "written AS (\n" + sql.substring(main).strip() + "\n" + RETURNING + changed + "\n)\n"
                            + change);
        }
        String columns = sql.substring(returning + RETURNING.length()).strip();
        return new Recorded(
                plain,
                expressions + "written AS (\n" + sql.substring(main, returning) + RETURNING + columns + ", " + changed
                        + "\n), change AS (\n" + change + "\n)\nSELECT " + names(columns) + " FROM written AS w");
    }

    private static String organization(String sql) {
        return sql.startsWith(UPDATED_ROOM) ? ORGANIZATION_OF_UPDATED_ROOM : ORGANIZATION;
    }

    /**
     * Adds the organization to the RETURNING clause of the common table expression that updates the row of a room.
     * Returns the SQL unchanged when it has no such expression, or when the clause already ends with the organization.
     */
    private static String returningOrganization(String sql) {
        int end = sql.indexOf("\n)");
        return (!sql.startsWith(UPDATED_ROOM)
                        || sql.startsWith("r.organization_id", end - "r.organization_id".length()))
                ? sql
                : sql.substring(0, end) + ", r.organization_id" + sql.substring(end);
    }

    private static String changed(String room, String key, String index) {
        return room + " AS changed_room, CAST(" + key + " AS text) AS changed_key, CAST(" + index
                + " AS bigint) AS changed_index";
    }

    private static String names(String columns) {
        return Arrays.stream(columns.split(",(?![^()]*\\))"))
                .map(column -> "w." + column.strip().replaceFirst("(?s)^(.* AS |\\w+\\.)", ""))
                .collect(Collectors.joining(", "));
    }
}
