package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import org.jspecify.annotations.Nullable;

/**
 * Builds statements that look for rooms.
 *
 * <p>Both room indexes begin with the status, so rooms in one state are found in their order, however many are in other
 * states. A search over several states reads the first rooms of each state and merges them. A search over all states
 * first asks the index which states occur, one probe for each. The planner does not see the requested values. The
 * statement selects the rooms in a state by a comparison of rows, which the planner expects to match many. So the
 * planner keeps one plan, which walks the index, for organizations of any size, and never plans again.
 *
 * <p>A search by metadata reads all matches through the GIN index and then sorts them, since no index could give their
 * order. Within an organization the planner does see the values, and takes the narrower of the two indexes.
 *
 * @param sql the text of the statement
 * @param parameters the parameters of the statement
 */
record RoomSearch(String sql, @Nullable Object[] parameters) {

    /** Hides a value from the planner, so that it has one plan for all values. */
    private static final String ASKED_TEXT = "(SELECT CAST(? AS text))";

    private static final String ASKED_TIME = "(SELECT CAST(? AS timestamptz))";

    private static final String ASKED_STATUSES = "SELECT pg_catalog.unnest(CAST(? AS text[]))";

    private static final String OCCURRING = """
            (SELECT r.status FROM roomkit.rooms AS r WHERE %1$s ORDER BY r.status LIMIT 1)
                UNION ALL
                SELECT (SELECT r.status FROM roomkit.rooms AS r
                        WHERE %1$s AND r.status > o.status ORDER BY r.status LIMIT 1)
                FROM occurring AS o WHERE o.status IS NOT NULL""";

    private static final String BY_STATUS = """
            SELECT %2$s
            FROM pg_catalog.unnest(ARRAY(%1$s)) AS o (status) CROSS JOIN LATERAL (
                SELECT %2$s
                FROM roomkit.rooms AS r
                WHERE %3$s AND (%4$s) <= (%5$s)
                ORDER BY %4$s, r.created_at, r.id%6$s
            ) AS r
            ORDER BY r.created_at, r.id%7$s
            """;

    private static final String OCCURRING_STATUSES = """
            WITH RECURSIVE occurring (status) AS (
                %s
            )
            SELECT o.status FROM occurring AS o WHERE o.status IS NOT NULL""";

    private static final String BY_METADATA = """
            WITH found AS MATERIALIZED (
                SELECT r.id, r.created_at
                FROM roomkit.rooms AS r
                WHERE r.data -> CAST('metadata' AS text) @> %s
            ), page AS (
                SELECT f.id FROM found AS f ORDER BY f.created_at, f.id%s
            )
            SELECT %s
            FROM roomkit.rooms AS r
            WHERE r.id IN (SELECT p.id FROM page AS p)
            ORDER BY r.created_at, r.id
            """;

    static RoomSearch of(RoomQuery query, Database database) {
        return query.metadata().isEmpty() ? byStatus(query) : byMetadata(query, database);
    }

    private static RoomSearch byStatus(RoomQuery query) {
        String organizationId = query.organizationId();
        String columns = (organizationId != null) ? "r.organization_id, r.status" : "r.status";
        String values = (organizationId != null) ? ASKED_TEXT + ", o.status" : "o.status";
        List<Object> scope = (organizationId != null) ? List.of(organizationId) : List.of();
        List<Object> parameters = new ArrayList<>();
        String statuses = ASKED_STATUSES;
        if (query.statuses() != null) {
            parameters.add(values(query));
        } else {
            parameters.addAll(scope);
            parameters.addAll(scope);
            statuses = OCCURRING_STATUSES.formatted(
                    OCCURRING.formatted((organizationId != null) ? "r.organization_id = " + ASKED_TEXT : "TRUE"));
        }
        parameters.addAll(scope);
        String from = "(%s) >= (%s)".formatted(columns, values);
        if (query.after() != null) {
            from = "(%s, r.created_at, r.id) > (%s, %s, %s)".formatted(columns, values, ASKED_TIME, ASKED_TEXT);
            parameters.add(query.after().createdAt());
            parameters.add(query.after().id());
        }
        parameters.addAll(scope);
        if (query.offset() > 0) {
            parameters.add((long) query.offset() + query.limit());
            parameters.add(query.offset());
        }
        return new RoomSearch(
                BY_STATUS.formatted(
                        statuses,
                        RoomTable.PAGE_COLUMNS,
                        from,
                        columns,
                        values,
                        Limits.part(query.limit(), query.offset()),
                        Limits.page(query.limit(), query.offset())),
                parameters.toArray());
    }

    private static RoomSearch byMetadata(RoomQuery query, Database database) {
        List<@Nullable Object> parameters = new ArrayList<>();
        StringBuilder conditions = new StringBuilder("CAST(? AS jsonb)");
        parameters.add(database.jsonb(query.metadata()));
        if (query.organizationId() != null) {
            conditions.append(" AND r.organization_id = ?");
            parameters.add(query.organizationId());
        } else {
            conditions.insert(0, "(SELECT ").append(')');
        }
        if (query.statuses() != null) {
            conditions.append(" AND r.status = ANY (ARRAY(" + ASKED_STATUSES + "))");
            parameters.add(values(query));
        }
        if (query.after() != null) {
            conditions.append(" AND (r.created_at, r.id) > (" + ASKED_TIME + ", " + ASKED_TEXT + ")");
            parameters.add(query.after().createdAt());
            parameters.add(query.after().id());
        }
        if (query.offset() > 0) {
            parameters.add(query.offset());
        }
        return new RoomSearch(
                BY_METADATA.formatted(conditions, Limits.page(query.limit(), query.offset()), RoomTable.PAGE_COLUMNS),
                parameters.toArray());
    }

    /** Returns the rooms of the search. */
    List<Room> list(RoomTable rooms, int limit) {
        return rooms.page(this.sql, "r.created_at, r.id", limit, this.parameters);
    }

    private static String[] values(RoomQuery query) {
        return (query.statuses() != null)
                ? query.statuses().stream().map(Rows::value).toArray(String[]::new)
                : new String[0];
    }
}
