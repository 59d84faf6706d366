package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SQL for a page of tasks or observations of all rooms, ordered by creation time, then id, then room. For
 * tasks, the SQL reads the first rows of each status through an index and merges them.
 */
final class RecordsPage {

    private static final String ORDER = "t.created_at, t.id, t.room_id";

    private static final String COLUMNS = "SELECT " + ORDER + ", t.bytes, t.data FROM ";

    private static final String CUT = "pg_catalog.left(%s, 64)";

    private static final String ASKED = CUT.formatted("(SELECT CAST(? AS text))");

    private final String table;

    private final List<@Nullable States> states;

    private final @Nullable Cursor after;

    private final int limit;

    private final boolean distributed;

    private @Nullable String indexed;

    private @Nullable String value;

    private final StringBuilder filters = new StringBuilder();

    private final List<Object> filtered = new ArrayList<>();

    private final List<@Nullable Object> parameters = new ArrayList<>();

    /**
     * Creates a query that selects all rows with the given statuses.
     *
     * @param states the statuses to select. Each element is one status, or a range of status names that this version of
     *     RoomKit does not know. The query has a separate SELECT for each element and combines the results by UNION
     *     ALL. For a table without a status column, the list contains only {@code null}
     * @param distributed whether Citus distributes the table
     */
    RecordsPage(String table, List<@Nullable States> states, @Nullable Cursor after, int limit, boolean distributed) {
        this.table = table;
        this.states = states;
        this.after = after;
        this.limit = limit;
        this.distributed = distributed;
    }

    /**
     * Selects the rows with the given value in a column, or all rows when the value is {@code null}. Callers select by
     * several columns by calling this method several times. In the first call with a value that is not {@code null},
     * the column must have an index that begins with {@code left(column, 64)}.
     */
    RecordsPage where(String column, @Nullable String value) {
        if (value != null && this.indexed == null) {
            this.indexed = CUT.formatted("t." + column);
            this.value = value;
        }
        return filter(column, value);
    }

    /**
     * Selects the rows with the given value in a column, or all rows when the value is {@code null}. The column needs
     * no index. The planner estimates that the SQL condition matches half of the rows in which the column is not null.
     */
    RecordsPage filter(String column, @Nullable String value) {
        if (value != null) {
            this.filters.append(" AND t.%1$s IS NOT NULL AND COALESCE(t.%1$s = ?, FALSE)".formatted(column));
            this.filtered.add(value);
        }
        return this;
    }

    /** Returns the SQL. Afterwards, {@link #parameters} returns the parameters of this SQL. */
    Database.PageSql sql() {
        List<String> parts = this.states.stream().map(this::part).toList();
        String rows = (parts.size() == 1)
                ? parts.get(0)
                : "(" + COLUMNS + "(" + String.join(" UNION ALL ", parts) + ") AS t ORDER BY " + ORDER
                        + Limits.page(this.limit, 0) + ")";
        return new Database.PageSql("t", ORDER, "SELECT ", " FROM " + rows + " AS t ORDER BY " + ORDER);
    }

    @Nullable
    Object[] parameters() {
        return this.parameters.toArray();
    }

    private String part(@Nullable States state) {
        StringBuilder sql = new StringBuilder("(" + COLUMNS + "roomkit." + this.table + " AS t WHERE ");
        sql.append((state != null) ? state.condition("t.status") : "TRUE");
        if (this.indexed != null) {
            sql.append(" AND ").append(this.indexed).append(" = " + ASKED);
            add(this.value);
        }
        if (this.after != null) {
            sql.append(" AND (" + ORDER + ") > (?, ?, ?)");
            add(this.after.createdAt());
            add(this.after.id());
            add(this.after.roomId());
        }
        this.parameters.addAll(this.filtered);
        boolean inOrder = state == null || state.isOne();
        return sql.append(this.filters)
                .append(" ORDER BY " + ORDER)
                .append(inOrder ? Limits.inOrder(this.limit, 0, this.distributed) : Limits.part(this.limit, 0))
                .append(')')
                .toString();
    }

    private void add(@Nullable Object parameter) {
        this.parameters.add(parameter);
    }
}
