package live.roomkit.store.postgres;

import java.util.Arrays;
import java.util.stream.Collectors;
import live.roomkit.internal.feed.ChangeKind;

/**
 * Holds a statement that writes, in two forms: as it is, and in a form that also inserts a row into the table {@code changes} for
 * each row that it wrote. A store executes the second form only while the change feed is on.
 *
 * <p>The change is inserted from what the statement returns. So its id is drawn after the statement has locked the changed
 * row, and nothing is recorded where nothing was written. The second form takes one more parameter, the last one: the time.
 *
 * @param plain the statement as it is
 * @param recording the statement that records its changes
 */
record Recorded(String plain, String recording) {

    /** Ends a common table expression of a statement, on a line of its own. */
    private static final String END_OF_EXPRESSION = "\n)\n";

    private static final String RETURNING = "RETURNING ";

    private static final String INSERT_CHANGE = """
            INSERT INTO roomkit.changes AS c (kind, index, created_at, room_id, organization_id, key)
            SELECT %s, w.changed_index, CAST(? AS timestamptz), w.changed_room, %s, w.changed_key
            FROM written AS w
            ORDER BY w.changed_index, w.changed_key, w.changed_room""";

    private static final String ORGANIZATION =
            "(SELECT r.organization_id FROM roomkit.rooms AS r WHERE r.id = w.changed_room)";

    /** Returns a statement on the table {@code rooms}, whose alias is {@code r}. */
    static Recorded ofRoom(ChangeKind kind, String sql) {
        return of(kind, "r.id", "''", "0", sql);
    }

    /** Returns a statement on the table {@code rooms} that changes an index of the room. */
    static Recorded ofRoomIndex(ChangeKind kind, String index, String sql) {
        return of(kind, "r.id", "''", index, sql);
    }

    /**
     * Returns a statement on another table.
     *
     * @param key the column of the record's id, with the alias of the table
     */
    static Recorded ofRecord(ChangeKind kind, String key, String sql) {
        return of(kind, roomOf(key), key, "0", sql);
    }

    /** Does what {@link #ofRecord} does, for a record that has an index. */
    static Recorded ofRecord(ChangeKind kind, String key, String index, String sql) {
        return of(kind, roomOf(key), key, index, sql);
    }

    /**
     * Does what {@link #ofRecord(ChangeKind, String, String, String) ofRecord} does, for a statement that writes in its last
     * common table expression.
     */
    static Recorded ofExpression(ChangeKind kind, String key, String index, String sql) {
        int end = sql.lastIndexOf(END_OF_EXPRESSION);
        String expressions = sql.substring(0, end);
        int name = expressions.lastIndexOf("\n), ") + "\n), ".length();
        String renamed =
                expressions.substring(0, name) + "written" + expressions.substring(expressions.indexOf(" AS (", name));
        return new Recorded(
                sql,
                renamed + "\n" + RETURNING + changed(roomOf(key), key, index) + "\n), change AS (\n"
                        + INSERT_CHANGE.formatted(kind.code(), ORGANIZATION) + sql.substring(end));
    }

    private static String roomOf(String key) {
        return key.substring(0, key.indexOf('.')) + ".room_id";
    }

    private static Recorded of(ChangeKind kind, String room, String key, String index, String sql) {
        boolean ofRoom = room.equals("r.id");
        String changed = changed(room, key, index) + (ofRoom ? ", r.organization_id AS changed_organization" : "");
        String change = INSERT_CHANGE.formatted(kind.code(), ofRoom ? "w.changed_organization" : ORGANIZATION);
        int main = sql.startsWith("WITH ") ? sql.lastIndexOf(END_OF_EXPRESSION) + END_OF_EXPRESSION.length() : 0;
        String expressions = (main > 0) ? sql.substring(0, main - 1) + ", " : "WITH ";
        int returning = sql.lastIndexOf(RETURNING);
        if (returning < main) {
            return new Recorded(
                    sql,
                    expressions + "written AS (\n" + sql.substring(main).strip() + "\n" + RETURNING + changed + "\n)\n"
                            + change);
        }
        String columns = sql.substring(returning + RETURNING.length()).strip();
        return new Recorded(
                sql,
                expressions + "written AS (\n" + sql.substring(main, returning) + RETURNING + columns + ", " + changed
                        + "\n), change AS (\n" + change + "\n)\nSELECT " + names(columns) + " FROM written AS w");
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
