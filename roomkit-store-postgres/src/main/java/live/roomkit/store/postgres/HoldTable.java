package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import live.roomkit.Cursor;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldTarget;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the tables {@code holds} and {@code hold_guard}. A hold protects a room, an identity or an
 * organization from deletion and erasure.
 *
 * <p>The table {@code hold_guard} has one row, the guard. A transaction that deletes or erases data locks the guard
 * before it looks for holds. A transaction that places a hold updates the guard. So the placement of a hold waits for
 * deletions that have already begun, and the hold then prevents all later deletions of the protected data. A deletion
 * in a REPEATABLE READ transaction fails when the snapshot of the transaction is older than the hold.
 */
final class HoldTable {

    private static final String COLUMNS = "h.id, h.target_kind, h.target_id, h.reason, h.placed_at";

    private static final String GUARD = """
            INSERT INTO roomkit.hold_guard AS g (id, placed)
            VALUES (1, 1)
            ON CONFLICT (id) DO UPDATE SET placed = g.placed + 1
            """;

    private static final String RESPECT = "SELECT g.placed FROM roomkit.hold_guard AS g WHERE g.id = 1 FOR SHARE";

    private static final String HAS_ORGANIZATION = """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM roomkit.rooms AS r WHERE r.organization_id = ?)
                OR EXISTS (SELECT 1 FROM roomkit.identities AS i WHERE i.organization_id = ?)
            """;

    private static final String INSERT = """
            INSERT INTO roomkit.holds AS h (id, target_kind, target_id, reason, placed_at)
            VALUES (?, ?, ?, ?, ?)
            """;

    private static final String FIRST_OF_KEPT = "SELECT " + COLUMNS + """
             FROM kept AS k JOIN roomkit.holds AS h ON h.id = k.id
            ORDER BY h.placed_at, h.id LIMIT 1
            """;

    /**
     * A hold on an identity protects each room in which this identity, or an identity that is merged with it, is a
     * participant.
     */
    private static final String FIND_FOR_ROOMS = """
            WITH standing (id) AS MATERIALIZED (
                SELECT DISTINCT COALESCE(i.merged_into, p.identity_id)
                FROM roomkit.participants AS p
                LEFT JOIN roomkit.identities AS i ON i.id = p.identity_id
                WHERE p.room_id = ANY (CAST(? AS text[])) AND p.identity_id IS NOT NULL
            ), kept (id) AS MATERIALIZED (
                SELECT h.id FROM roomkit.holds AS h
                WHERE h.target_kind = 'room' AND h.target_id = ANY (CAST(? AS text[]))
                UNION ALL
                SELECT h.id FROM roomkit.rooms AS r
                JOIN roomkit.holds AS h ON h.target_kind = 'organization' AND h.target_id = r.organization_id
                WHERE r.id = ANY (CAST(? AS text[]))
                UNION ALL
                SELECT h.id FROM standing AS s
                JOIN roomkit.holds AS h ON h.target_kind = 'identity' AND h.target_id = s.id
                UNION ALL
                SELECT h.id FROM standing AS s
                JOIN roomkit.identities AS m ON m.merged_into = s.id
                JOIN roomkit.holds AS h ON h.target_kind = 'identity' AND h.target_id = m.id
            )
            """ + FIRST_OF_KEPT;

    private static final String FIND_FOR_IDENTITIES = """
            WITH kept (id) AS MATERIALIZED (
                SELECT h.id FROM roomkit.holds AS h
                WHERE h.target_kind = 'identity' AND h.target_id = ANY (CAST(? AS text[]))
                UNION ALL
                SELECT h.id FROM roomkit.identities AS i
                JOIN roomkit.holds AS h ON h.target_kind = 'organization' AND h.target_id = i.organization_id
                WHERE i.id = ANY (CAST(? AS text[]))
            )
            """ + FIRST_OF_KEPT;

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

    /**
     * Waits until all transactions that called {@link #respect} have ended. Until the current transaction ends, further
     * calls of {@link #respect} wait.
     */
    void guard() {
        this.database.update(GUARD);
    }

    /** Prevents other transactions from placing a hold until the current transaction ends. */
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

    /** Tells whether the database has at least one room or identity of the given organization. */
    boolean hasOrganization(String organizationId) {
        return this.database.exists(HAS_ORGANIZATION, organizationId, organizationId);
    }

    /** Returns the earliest hold that protects one of the given rooms. */
    Optional<Hold> findForRooms(Collection<String> roomIds) {
        String[] ids = roomIds.toArray(String[]::new);
        return this.database.first(FIND_FOR_ROOMS, HoldTable::mapRow, ids, ids, ids);
    }

    /**
     * Returns the earliest hold that protects one of the given identities. Does not look for holds on identities that
     * are merged with the given identities, so the caller must pass the ids of those identities too.
     */
    Optional<Hold> findForIdentities(Collection<String> identityIds) {
        String[] ids = identityIds.toArray(String[]::new);
        return this.database.first(FIND_FOR_IDENTITIES, HoldTable::mapRow, ids, ids);
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
