package live.roomkit.store.postgres;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import live.roomkit.internal.protection.SweepTurns;
import live.roomkit.internal.protection.SweepTurns.Turn;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;

/**
 * Contains the SQL of the table {@code sweeps}. The migration creates the table only for stores that are opened with
 * {@link PostgresStoreBuilder#sweepsInTurn}. The table has one row for each retention policy. Before a call of
 * {@link live.roomkit.protection.Protection#sweepInTurn} erases or deletes data by a policy, the call takes a turn: a
 * lease with a number. During the lease, no other call can take a turn for this policy. The row of the policy contains
 * the number of the latest turn. The row also contains the time at which the lease ends, according to the clock of the
 * database server. Every statement is a transaction by itself, so a turn holds no lock on the table and no connection.
 */
final class SweepTable {

    private static final String LEASE_END = "pg_catalog.statement_timestamp() + CAST(? AS interval)";

    private static final String BEGIN = """
            INSERT INTO roomkit.sweeps AS s (policy, due_at, turn, position, behind_since, held_rooms, lease_until)
            VALUES (?, ?, 1, '', ?, 0, %s)
            ON CONFLICT (policy) DO UPDATE
            SET due_at = EXCLUDED.due_at, turn = s.turn + 1, lease_until = EXCLUDED.lease_until,
                behind_since = COALESCE(s.behind_since, EXCLUDED.behind_since)
            WHERE s.due_at < EXCLUDED.due_at AND s.lease_until < pg_catalog.statement_timestamp()
            RETURNING s.turn, s.position
            """.formatted(LEASE_END);

    private static final String FIND = """
            SELECT s.due_at, s.completed_at, s.behind_since, s.held_rooms FROM roomkit.sweeps AS s WHERE s.policy = ?
            """;

    private static final String RENEW = """
            UPDATE roomkit.sweeps AS s SET lease_until = %s WHERE s.policy = ? AND s.turn = ?
            """.formatted(LEASE_END);

    private static final String END = """
            UPDATE roomkit.sweeps AS s
            SET lease_until = '-infinity', position = ?, held_rooms = ?,
                completed_at = CASE WHEN ? THEN s.due_at ELSE s.completed_at END,
                behind_since = CASE WHEN ? THEN NULL ELSE s.behind_since END
            WHERE s.policy = ? AND s.turn = ?
            """;

    private static final String LEASE = SweepTurns.LEASE.toSeconds() + " seconds";

    private final Database database;

    SweepTable(Database database) {
        this.database = database;
    }

    Optional<Turn> begin(String policy, Instant dueAt, boolean dryRun) {
        return this.database.first(
                BEGIN,
                (row, number) -> new Turn(row.getLong("turn"), row.getString("position")),
                policy,
                dueAt,
                dryRun ? null : dueAt,
                LEASE);
    }

    Optional<SweepState> find(String policy) {
        return this.database.first(
                FIND,
                (row, number) -> new SweepState(
                        Objects.requireNonNull(Rows.instant(row, "due_at")),
                        Rows.instant(row, "completed_at"),
                        Rows.instant(row, "behind_since"),
                        row.getLong("held_rooms")),
                policy);
    }

    boolean renew(String policy, Turn turn) {
        return this.database.update(RENEW, LEASE, policy, turn.number()) == 1;
    }

    void end(String policy, Turn turn, SweepReport report, String position) {
        boolean complete = report.complete() && !report.dryRun();
        this.database.update(END, position, report.heldRooms(), complete, complete, policy, turn.number());
    }
}
