package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.Cursor;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SQL statements that search for rooms.
 *
 * <p>A search without metadata uses an index that sorts the rooms by status, then by creation time. A scan of this
 * index returns the rooms of one status in order of creation. A search for several statuses reads the first rooms of
 * each status and merges them. A search for all statuses also reads the rooms of statuses that this version of RoomKit
 * does not know, see {@link States}. Subqueries hide the requested values and the limit from the planner. PostgreSQL
 * therefore always uses the same generic plan, an index scan, for small and large organizations.
 *
 * <p>A search by metadata finds all matching rooms through the GIN index on the metadata and then sorts them. When the
 * search also names an organization, the planner sees the requested values and chooses the more selective index: the
 * GIN index or the index on the organization.
 */
record RoomSearch(String sql, @Nullable Object[] parameters) {

    /**
     * SQL that wraps a text parameter in a subquery. The subquery hides the value from the planner, so that one query
     * plan serves all values.
     */
    private static final String ASKED_TEXT = "(SELECT CAST(? AS text))";

    private static final String ASKED_TIME = "(SELECT CAST(? AS timestamptz))";

    private static final String AFTER = " AND (r.created_at, r.id) > (" + ASKED_TIME + ", " + ASKED_TEXT + ")";

    private static final String BY_STATUS = """
            SELECT %1$s
            FROM (
                %2$s
            ) AS r
            ORDER BY r.created_at, r.id%3$s
            """;

    private static final String ROOMS_OF_STATES = """
            SELECT %1$s FROM roomkit.rooms AS r
                 WHERE %2$s
                 ORDER BY r.created_at, r.id%3$s""";

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
        return query.metadata().isEmpty() ? byStatus(query, database.isDistributed()) : byMetadata(query, database);
    }

    private static RoomSearch byStatus(RoomQuery query, boolean distributed) {
        List<Object> parameters = new ArrayList<>();
        String parts = States.union(States.of(query.statuses(), States.OF_ROOMS), states -> {
            String limit = states.isOne()
                    ? Limits.inOrder(query.limit(), query.offset(), distributed)
                    : Limits.part(query.limit(), query.offset());
            String rooms = ofStates(query, states, limit, parameters);
            if (query.offset() > 0) {
                parameters.add((long) query.offset() + query.limit());
            }
            return rooms;
        });
        if (query.offset() > 0) {
            parameters.add(query.offset());
        }
        return new RoomSearch(
                BY_STATUS.formatted(RoomTable.PAGE_COLUMNS, parts, Limits.page(query.limit(), query.offset())),
                parameters.toArray());
    }

    private static String ofStates(RoomQuery query, States states, String limit, List<Object> parameters) {
        StringBuilder conditions = new StringBuilder(states.condition("r.status"));
        if (query.organizationId() != null) {
            conditions.append(" AND r.organization_id = " + ASKED_TEXT);
            parameters.add(query.organizationId());
        }
        if (query.after() != null) {
            conditions.append(AFTER);
            addCursor(parameters, query.after());
        }
        return ROOMS_OF_STATES.formatted(RoomTable.PAGE_COLUMNS, conditions, limit);
    }

    private static void addCursor(List<Object> parameters, Cursor after) {
        parameters.add(after.createdAt());
        parameters.add(after.id());
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
            conditions.append(" AND r.status = ANY (ARRAY(SELECT pg_catalog.unnest(CAST(? AS text[]))))");
            parameters.add(values(query));
        }
        if (query.after() != null) {
            conditions.append(AFTER);
            addCursor(parameters, query.after());
        }
        if (query.offset() > 0) {
            parameters.add(query.offset());
        }
        return new RoomSearch(
                BY_METADATA.formatted(conditions, Limits.page(query.limit(), query.offset()), RoomTable.PAGE_COLUMNS),
                parameters.toArray());
    }

    List<Room> list(RoomTable rooms, int limit) {
        return rooms.page(this.sql, "r.created_at, r.id", limit, this.parameters);
    }

    private static String[] values(RoomQuery query) {
        return (query.statuses() != null)
                ? query.statuses().stream().map(Rows::value).toArray(String[]::new)
                : new String[0];
    }
}
