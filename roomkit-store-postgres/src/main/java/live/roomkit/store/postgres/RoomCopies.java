package live.roomkit.store.postgres;

import live.roomkit.room.Room;

/**
 * Updates copies of a room's organization and status in other tables. The rows of the room's bindings contain both, and
 * the rows of its tasks and observations contain the organization. The copies in all tasks of a room are equal, and so
 * are the copies in all observations. The copy in the first task therefore shows whether all tasks of the room must be
 * updated. The copy in the first observation shows whether all observations of the room must be updated.
 *
 * <p>A transaction that inserts a binding, task or observation also updates the row of the room, without changing a
 * value. A transaction that changes the organization or the status of a room first updates the row of the room and then
 * the copies. Because both transactions update the row of the room, they run one after another. A REPEATABLE READ
 * transaction fails when it updates the row and another transaction has updated the row since the snapshot was taken.
 * The copies therefore always equal the columns of the table {@code rooms}.
 */
final class RoomCopies {

    /**
     * Common table expression that updates the row of a room without changing a value, and returns columns of this row.
     * Until the end of the transaction, no other transaction can change the status or the organization of the room.
     */
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
