package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.channel.ChannelType;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;

/**
 * Statements that look for rooms.
 *
 * <p>Both room indexes begin with the status, so that rooms in one state are found in their order however many there are
 * in others. A search over several states, or all, reads the first rooms of each and merges these; which states occur
 * is asked of the index as well, one probe for each.
 *
 * <p>A search by metadata reads all matches through the GIN index and then sorts them, since no index could give their
 * order.
 *
 * @param sql the statement
 * @param parameters its parameters
 */
record RoomSearch(String sql, Parameters parameters) {

    private static final String BY_STATUS =
            """
            WITH RECURSIVE occurring (status) AS (
                (SELECT r.status FROM roomkit.rooms AS r WHERE %1$s ORDER BY r.status LIMIT 1)
                UNION ALL
                SELECT (SELECT r.status FROM roomkit.rooms AS r
                        WHERE %1$s AND r.status > o.status ORDER BY r.status LIMIT 1)
                FROM occurring AS o WHERE o.status IS NOT NULL
            )
            SELECT %2$s
            FROM occurring AS o CROSS JOIN LATERAL (
                SELECT r.id, r.created_at, %2$s
                FROM roomkit.rooms AS r
                WHERE %1$s AND r.status = o.status%3$s
                ORDER BY r.created_at, r.id LIMIT ?
            ) AS r
            WHERE o.status IS NOT NULL%4$s
            ORDER BY r.created_at, r.id LIMIT ? OFFSET ?
            """;

    private static final String BY_METADATA =
            """
            WITH found AS MATERIALIZED (
                SELECT r.id, r.created_at
                FROM roomkit.rooms AS r
                WHERE r.data -> 'metadata' @> CAST(? AS jsonb)%s
            ), page AS (
                SELECT f.id FROM found AS f ORDER BY f.created_at, f.id LIMIT ? OFFSET ?
            )
            SELECT %s
            FROM roomkit.rooms AS r
            WHERE r.id IN (SELECT p.id FROM page AS p)
            ORDER BY r.created_at, r.id
            """;

    private static final String LATEST =
            """
            SELECT %1$s
            FROM roomkit.rooms AS r
            WHERE r.id = (
                SELECT c.room_id
                FROM (
                    (SELECT b.room_id, b.room_created_at
                     FROM roomkit.bindings AS b
                     WHERE b.participant_id = ?%2$s%4$s
                     ORDER BY b.room_created_at DESC, b.room_id DESC LIMIT 1)
                    UNION ALL
                    (SELECT b.room_id, b.room_created_at
                     FROM roomkit.participants AS b
                     WHERE b.id = ?%3$s%5$s
                     ORDER BY b.room_created_at DESC, b.room_id DESC LIMIT 1)
                ) AS c
                ORDER BY c.room_created_at DESC, c.room_id DESC LIMIT 1)
            """;

    static RoomSearch of(RoomQuery query, Database database) {
        return query.metadata().isEmpty() ? byStatus(query) : byMetadata(query, database);
    }

    private static RoomSearch byStatus(RoomQuery query) {
        List<@Nullable Object> parameters = new ArrayList<>();
        String scope = "TRUE";
        if (query.organizationId() != null) {
            scope = "r.organization_id = ?";
            parameters.add(query.organizationId());
            parameters.add(query.organizationId());
            parameters.add(query.organizationId());
        }
        String after = "";
        if (query.after() != null) {
            after = " AND (r.created_at, r.id) > (?, ?)";
            parameters.add(query.after().createdAt());
            parameters.add(query.after().id());
        }
        parameters.add((long) query.offset() + query.limit());
        String statuses = "";
        if (query.statuses() != null) {
            statuses = " AND o.status = ANY (?)";
            parameters.add(values(query));
        }
        parameters.add(query.limit());
        parameters.add(query.offset());
        return new RoomSearch(
                BY_STATUS.formatted(scope, RoomTable.COLUMNS, after, statuses), Parameters.of(parameters.toArray()));
    }

    private static RoomSearch byMetadata(RoomQuery query, Database database) {
        List<@Nullable Object> parameters = new ArrayList<>();
        StringBuilder conditions = new StringBuilder();
        parameters.add(database.jsonb(query.metadata()));
        if (query.organizationId() != null) {
            conditions.append(" AND r.organization_id = ?");
            parameters.add(query.organizationId());
        }
        if (query.statuses() != null) {
            conditions.append(" AND r.status = ANY (?)");
            parameters.add(values(query));
        }
        if (query.after() != null) {
            conditions.append(" AND (r.created_at, r.id) > (?, ?)");
            parameters.add(query.after().createdAt());
            parameters.add(query.after().id());
        }
        parameters.add(query.limit());
        parameters.add(query.offset());
        return new RoomSearch(
                BY_METADATA.formatted(conditions, RoomTable.COLUMNS), Parameters.of(parameters.toArray()));
    }

    /** The newest room in which a participant is present by a participant record or by a binding. */
    static RoomSearch latest(
            String participantId,
            @Nullable ChannelType channelType,
            @Nullable RoomStatus status,
            @Nullable String organizationId) {
        List<Object> ofRoom = new ArrayList<>();
        String room = "";
        if (status != null) {
            room += " AND r.status = ?";
            ofRoom.add(Rows.value(status));
        }
        if (organizationId != null) {
            room += " AND r.organization_id = ?";
            ofRoom.add(organizationId);
        }
        if (!room.isEmpty()) {
            room = " AND EXISTS (SELECT 1 FROM roomkit.rooms AS r WHERE r.id = b.room_id" + room + ")";
        }
        List<Object> parameters = new ArrayList<>();
        parameters.add(participantId);
        String typeOfBinding = "";
        String typeOfChannel = "";
        if (channelType != null) {
            typeOfBinding = " AND b.channel_type = ?";
            typeOfChannel = " AND EXISTS (SELECT 1 FROM roomkit.bindings AS c WHERE c.room_id = b.room_id"
                    + " AND c.channel_id = b.channel_id AND c.channel_type = ?)";
            parameters.add(channelType.value());
        }
        parameters.addAll(ofRoom);
        parameters.add(participantId);
        if (channelType != null) {
            parameters.add(channelType.value());
        }
        parameters.addAll(ofRoom);
        return new RoomSearch(
                LATEST.formatted(RoomTable.COLUMNS, typeOfBinding, typeOfChannel, room, room),
                Parameters.of(parameters.toArray()));
    }

    private static String[] values(RoomQuery query) {
        return (query.statuses() != null)
                ? query.statuses().stream().map(Rows::value).toArray(String[]::new)
                : new String[0];
    }
}
