package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import live.roomkit.Cursor;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldTarget;
import org.jspecify.annotations.Nullable;

/**
 * Holds the SQL of the tables {@code holds} and {@code hold_guard}, which exist only where protection is on.
 *
 * <p>The guard is one row. A transaction that deletes or erases locks it before it looks for holds, a transaction that places a
 * hold changes it. So a hold waits for deletions that began before it, and keeps data from all later ones. A deletion whose
 * snapshot is older than the hold fails at the guard.
 */
final class HoldTable {

    private static final String COLUMNS = "h.id, h.target_kind, h.target_id, h.reason, h.placed_at";

    private static final String GUARD = "UPDATE roomkit.hold_guard AS g SET placed = g.placed + 1 WHERE g.id = 1";

    private static final String RESPECT = "SELECT g.placed FROM roomkit.hold_guard AS g WHERE g.id = 1 FOR SHARE";

    private static final String INSERT = """
            INSERT INTO roomkit.holds AS h (id, target_kind, target_id, reason, placed_at)
            VALUES (?, ?, ?, ?, ?)
            """;

    private static final String FIND_FOR_ROOM = "SELECT " + COLUMNS + """
             FROM roomkit.holds AS h
            WHERE (h.target_kind = 'room' AND h.target_id = ?)
                OR (h.target_kind = 'organization' AND h.target_id = (
                    SELECT r.organization_id FROM roomkit.rooms AS r WHERE r.id = ?))
                OR (h.target_kind = 'identity' AND EXISTS (
                    SELECT 1 FROM roomkit.participants AS p WHERE p.room_id = ? AND p.identity_id = h.target_id))
            ORDER BY h.placed_at, h.id LIMIT 1
            """;

    private static final String FIND_FOR_IDENTITY = "SELECT " + COLUMNS + """
             FROM roomkit.holds AS h
            WHERE (h.target_kind = 'identity' AND h.target_id = ?)
                OR (h.target_kind = 'organization' AND h.target_id = (
                    SELECT i.organization_id FROM roomkit.identities AS i WHERE i.id = ?))
            ORDER BY h.placed_at, h.id LIMIT 1
            """;

    private static final String LIST = "SELECT " + COLUMNS + """
             FROM roomkit.holds AS h
            WHERE (h.placed_at, h.id) > (CAST(? AS timestamptz), ?)
            ORDER BY h.placed_at, h.id LIMIT ?
            """;

    private static final String DELETE = "DELETE FROM roomkit.holds AS h WHERE h.id = ?";

    private final Database database;

    HoldTable(Database database) {
        this.database = database;
    }

    /** Keeps deletions from beginning until the end of the transaction, and waits for those that began. */
    void guard() {
        this.database.update(GUARD);
    }

    /** Keeps holds from being placed until the end of the transaction. */
    void respect() {
        this.database.exists(RESPECT);
    }

    void insert(Hold hold) {
        this.database.update(
                INSERT,
                hold.id(),
                Rows.value(hold.target().kind()),
                hold.target().id(),
                hold.reason(),
                hold.placedAt());
    }

    /** Returns the first hold that keeps a room. */
    Optional<Hold> findForRoom(String roomId) {
        return this.database.first(FIND_FOR_ROOM, HoldTable::mapRow, roomId, roomId, roomId);
    }

    /** Returns the first hold that keeps an identity. */
    Optional<Hold> findForIdentity(String identityId) {
        return this.database.first(FIND_FOR_IDENTITY, HoldTable::mapRow, identityId, identityId);
    }

    List<Hold> list(int limit, @Nullable Cursor after) {
        return this.database.list(
                LIST,
                HoldTable::mapRow,
                (after != null) ? after.createdAt() : "-infinity",
                (after != null) ? after.id() : "",
                limit);
    }

    boolean delete(String holdId) {
        return this.database.update(DELETE, holdId) == 1;
    }

    private static Hold mapRow(ResultSet row, int number) throws SQLException {
        HoldTarget.Kind kind =
                HoldTarget.Kind.valueOf(row.getString("target_kind").toUpperCase(Locale.ROOT));
        return new Hold(
                row.getString("id"),
                new HoldTarget(kind, row.getString("target_id")),
                row.getString("reason"),
                Objects.requireNonNull(Rows.instant(row, "placed_at")));
    }
}
