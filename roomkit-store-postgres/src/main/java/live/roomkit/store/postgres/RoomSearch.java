package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelType;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SQL statements that search for rooms.
 *
 * <p>Both indexes on rooms contain the status before the creation time, so an index scan returns the rooms of one status
 * in order. A search for several statuses reads the first rooms of each status and merges them. A search for all
 * statuses also reads the rooms of statuses that this version does not know, see {@link RoomStates}. The requested
 * values are hidden from the planner in subqueries, and the status is selected by a row comparison. PostgreSQL therefore
 * always uses the same generic plan, an index scan, for small and large organizations.
 *
 * <p>A search by metadata finds all matching rooms through the GIN index and then sorts them. When an organization is
 * given too, the planner sees the values and chooses the more selective of the two indexes.
 *
 * <p>The newest room of a participant is found through an index on the participant. When the search also names a status
 * or an organization, the statement first reads the 100 newest index entries of the participant. This is enough for a
 * participant of fewer than 100 rooms. They are looked up by their ids, because the other conditions are written so that
 * no index serves them. For other participants, the statement reads the rooms of that status or organization, newest
 * first, until it finds a room of the participant.
 *
 * @param sql the text of the statement
 * @param parameters the parameters of the statement
 */
record RoomSearch(String sql, @Nullable Object[] parameters) {

    /**
     * A text parameter in a subquery, which hides its value from the planner. The plan then does not depend on the value.
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

    private static final String ROOMS_OF_ONE_STATE = """
            SELECT %1$s FROM roomkit.rooms AS r
                 WHERE %2$s AND (%3$s) <= (%4$s)
                 ORDER BY %3$s, r.created_at, r.id%5$s""";

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

    private static final String LATEST = """
            SELECT %1$s
            FROM roomkit.rooms AS r
            WHERE r.id = (
                SELECT c.room_id
                FROM (
                    (SELECT b.room_id, b.room_created_at
                     FROM roomkit.bindings AS b
                     WHERE b.participant_id = (SELECT CAST(? AS text))%2$s
                     ORDER BY b.room_created_at DESC, b.room_id DESC LIMIT 1)
                    UNION ALL
                    (SELECT p.room_id, p.room_created_at
                     FROM roomkit.participants AS p
                     WHERE p.id = (SELECT CAST(? AS text))
                     ORDER BY p.room_created_at DESC, p.room_id DESC LIMIT 1)
                ) AS c
                ORDER BY c.room_created_at DESC, c.room_id DESC LIMIT 1)
            """;

    private static final String LATEST_OF_SOME = """
            WITH present AS MATERIALIZED (
                (SELECT b.room_id FROM roomkit.bindings AS b WHERE b.participant_id = ?
                 ORDER BY b.room_created_at DESC, b.room_id DESC LIMIT 100)
                UNION
                (SELECT p.room_id FROM roomkit.participants AS p WHERE p.id = ?
                 ORDER BY p.room_created_at DESC, p.room_id DESC LIMIT 100)
            )
            SELECT %1$s
            FROM (
                (SELECT r.created_at, r.id, %1$s FROM roomkit.rooms AS r
                 WHERE r.id IN (SELECT n.room_id FROM present AS n)
                     AND (SELECT pg_catalog.count(*) FROM present) < 100 AND (%2$s) IS TRUE AND %3$s
                 ORDER BY r.created_at DESC, r.id DESC LIMIT 1)
                UNION ALL
                %4$s
            ) AS r
            ORDER BY r.created_at DESC, r.id DESC LIMIT 1
            """;

    private static final String LATEST_OF_STATES = """
            SELECT r.created_at, r.id, %1$s FROM roomkit.rooms AS r
                 WHERE (SELECT pg_catalog.count(*) FROM present) >= 100 AND %2$s AND %3$s
                 ORDER BY r.created_at DESC, r.id DESC LIMIT 1""";

    private static final String IS_PRESENT = """
            EXISTS (
                            SELECT 1 FROM roomkit.bindings AS b
                            WHERE b.room_id = r.id AND b.participant_id = ? AND b.room_created_at = r.created_at%1$s
                            UNION ALL
                            SELECT 1 FROM roomkit.participants AS p WHERE p.room_id = r.id AND p.id = ?)""";

    private static final String BY_BINDING = " AND b.channel_type = (SELECT CAST(? AS text))";

    static RoomSearch of(RoomQuery query, Database database) {
        return query.metadata().isEmpty() ? byStatus(query) : byMetadata(query, database);
    }

    private static RoomSearch byStatus(RoomQuery query) {
        List<Object> parameters = new ArrayList<>();
        String part = Limits.part(query.limit(), query.offset());
        String parts = RoomStates.union(RoomStates.of(query.statuses()), states -> {
            String rooms = states.isOne()
                    ? ofOneState(query, states, part, parameters)
                    : ofStates(query, states, part, parameters);
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

    private static String ofOneState(RoomQuery query, RoomStates state, String limit, List<Object> parameters) {
        boolean scoped = query.organizationId() != null;
        String columns = scoped ? "r.organization_id, r.status" : "r.status";
        String values = scoped ? ASKED_TEXT + ", " + state.name() : state.name();
        String from = "(%s) >= (%s)".formatted(columns, values);
        addOrganization(parameters, query.organizationId());
        if (query.after() != null) {
            from = "(%s, r.created_at, r.id) > (%s, %s, %s)".formatted(columns, values, ASKED_TIME, ASKED_TEXT);
            addCursor(parameters, query.after());
        }
        addOrganization(parameters, query.organizationId());
        return ROOMS_OF_ONE_STATE.formatted(RoomTable.PAGE_COLUMNS, from, columns, values, limit);
    }

    private static String ofStates(RoomQuery query, RoomStates states, String limit, List<Object> parameters) {
        StringBuilder conditions = new StringBuilder(states.condition("r.status"));
        if (query.organizationId() != null) {
            conditions.append(" AND r.organization_id = " + ASKED_TEXT);
            addOrganization(parameters, query.organizationId());
        }
        if (query.after() != null) {
            conditions.append(AFTER);
            addCursor(parameters, query.after());
        }
        return ROOMS_OF_STATES.formatted(RoomTable.PAGE_COLUMNS, conditions, limit);
    }

    private static void addOrganization(List<Object> parameters, @Nullable String organizationId) {
        if (organizationId != null) {
            parameters.add(organizationId);
        }
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

    /**
     * Returns the statement that finds the newest room in which a participant is present, through a participant record or a
     * binding.
     */
    static RoomSearch latest(RoomLookup lookup) {
        String participantId = lookup.participantId();
        ChannelType channelType = lookup.channelType();
        String byBinding = (channelType != null) ? BY_BINDING : "";
        List<Object> presence = new ArrayList<>(List.of(participantId));
        if (channelType != null) {
            presence.add(channelType.value());
        }
        presence.add(participantId);
        return (lookup.status() == null && lookup.organizationId() == null)
                ? new RoomSearch(LATEST.formatted(RoomTable.COLUMNS, byBinding), presence.toArray())
                : latestOfSome(lookup, IS_PRESENT.formatted(byBinding), presence);
    }

    /** Runs a search that {@link #of} built. */
    List<Room> list(RoomTable rooms, int limit) {
        return rooms.page(this.sql, limit, this.parameters);
    }

    /** Runs a search that {@link #latest} built. */
    Optional<Room> first(RoomTable rooms) {
        return rooms.list(this.sql, Parameters.of(this.parameters)).stream().findFirst();
    }

    private static RoomSearch latestOfSome(RoomLookup lookup, String isPresent, List<Object> presence) {
        List<Object> parameters = new ArrayList<>(List.of(lookup.participantId(), lookup.participantId()));
        List<String> conditions = new ArrayList<>();
        if (lookup.status() != null) {
            conditions.add("r.status = ?");
            parameters.add(Rows.value(lookup.status()));
        }
        String ofOrganization = "";
        if (lookup.organizationId() != null) {
            conditions.add("r.organization_id = ?");
            parameters.add(lookup.organizationId());
            ofOrganization = "r.organization_id = ? AND ";
        }
        parameters.addAll(presence);
        String walked = ofOrganization + isPresent;
        String parts = RoomStates.union(RoomStates.of(lookup.status()), states -> {
            addOrganization(parameters, lookup.organizationId());
            parameters.addAll(presence);
            return LATEST_OF_STATES.formatted(RoomTable.COLUMNS, states.condition("r.status"), walked);
        });
        return new RoomSearch(
                LATEST_OF_SOME.formatted(RoomTable.COLUMNS, String.join(" AND ", conditions), isPresent, parts),
                parameters.toArray());
    }

    private static String[] values(RoomQuery query) {
        return (query.statuses() != null)
                ? query.statuses().stream().map(Rows::value).toArray(String[]::new)
                : new String[0];
    }
}
