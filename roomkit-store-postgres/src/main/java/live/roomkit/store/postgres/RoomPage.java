package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Query for a page of a room's tasks or observations, ordered by creation time, then id. {@link Database#page} runs the
 * query.
 */
record RoomPage(Database.PageSql sql, @Nullable Object[] parameters) {

    static RoomPage of(
            String table,
            String filterColumn,
            String roomId,
            @Nullable String filter,
            int limit,
            @Nullable Cursor after) {
        String order = "t.created_at, t.id";
        StringBuilder sql = new StringBuilder(" FROM (SELECT t.created_at, t.id, t.bytes, t.data FROM roomkit." + table
                + " AS t WHERE t.room_id = ?");
        List<@Nullable Object> parameters = new ArrayList<>(List.of(roomId));
        if (filter != null) {
            sql.append(" AND t.").append(filterColumn).append(" = ?");
            parameters.add(filter);
        }
        if (after != null) {
            sql.append(" AND (t.created_at, t.id) > (?, ?)");
            parameters.add(after.createdAt());
            parameters.add(after.id());
        }
        sql.append(" ORDER BY ")
                .append(order)
                .append(Limits.page(limit, 0))
                .append(") AS t ORDER BY ")
                .append(order);
        return new RoomPage(new Database.PageSql("t", order, "SELECT ", sql.toString()), parameters.toArray());
    }
}
