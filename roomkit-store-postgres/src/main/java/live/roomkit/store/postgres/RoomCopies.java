package live.roomkit.store.postgres;

import live.roomkit.room.Room;

/**
 * Holds the statement that refreshes the copies of a room's state and organization in its bindings, tasks and observations.
 * All copies of a room agree, so the first task and the first observation tell whether the others must be read.
 *
 * <p>A writer that inserts one of these rows touches the room's row. A writer that changes a room's organization or state
 * refreshes the copies afterwards, in the same transaction. The two writers follow each other on the room's row, and a
 * transaction whose snapshot is older than the other's commit fails there. So every copy agrees with its room.
 */
final class RoomCopies {

    /** Returns the room to which a row is added, and changes its row so that both writers follow each other. */
    static final String TOUCHED_ROOM = """
            WITH room AS (
                UPDATE roomkit.rooms AS r
                SET delivered_index = r.delivered_index
                WHERE r.id = ?
                RETURNING r.id, r.created_at, r.status, r.organization_id
            )
            """;

    private static final String REFRESH = """
            WITH refreshed_bindings AS (
                UPDATE roomkit.bindings AS b
                SET room_status = ?, room_organization_id = ?
                WHERE b.room_id = ?
                    AND (b.room_status <> ? OR b.room_organization_id IS DISTINCT FROM CAST(? AS text))
            ), refreshed_tasks AS (
                UPDATE roomkit.tasks AS t
                SET room_organization_id = ?
                WHERE t.room_id = ?
                    AND (SELECT f.room_organization_id FROM roomkit.tasks AS f WHERE f.room_id = ?
                         ORDER BY f.created_at, f.id LIMIT 1) IS DISTINCT FROM CAST(? AS text)
            )
            UPDATE roomkit.observations AS o
            SET room_organization_id = ?
            WHERE o.room_id = ?
                AND (SELECT f.room_organization_id FROM roomkit.observations AS f WHERE f.room_id = ?
                     ORDER BY f.created_at, f.id LIMIT 1) IS DISTINCT FROM CAST(? AS text)
            """;

    private final Database database;

    RoomCopies(Database database) {
        this.database = database;
    }

    void refresh(Room room) {
        String id = room.id();
        String status = Rows.value(room.status());
        String organizationId = room.organizationId();
        this.database.update(
                REFRESH,
                status,
                organizationId,
                id,
                status,
                organizationId,
                organizationId,
                id,
                id,
                organizationId,
                organizationId,
                id,
                id,
                organizationId);
    }
}
