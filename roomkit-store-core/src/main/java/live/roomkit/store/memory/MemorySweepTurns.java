package live.roomkit.store.memory;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import live.roomkit.internal.protection.SweepTurns;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;

/** Makes sure that, for each retention policy, at most one thread at a time erases or deletes old events. */
final class MemorySweepTurns implements SweepTurns {

    private static final Row NONE = new Row(new Turn(0, ""), Instant.MIN, new SweepState(Instant.MIN, null, null, 0));

    private final Clock clock;

    private final Map<String, Row> rows = new HashMap<>();

    MemorySweepTurns(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Turn> begin(String policy, Instant dueAt, boolean dryRun) {
        Instant now = this.clock.instant();
        Row row = this.rows.getOrDefault(policy, NONE);
        if (!row.mayBegin(dueAt, now)) {
            return Optional.empty();
        }
        Turn turn = new Turn(row.turn.number() + 1, row.turn.position());
        Instant behindSince = (row.state.behindSince() != null || dryRun) ? row.state.behindSince() : dueAt;
        SweepState state = new SweepState(dueAt, row.state.completedAt(), behindSince, row.state.heldRooms());
        this.rows.put(policy, new Row(turn, now.plus(LEASE), state));
        return Optional.of(turn);
    }

    @Override
    public synchronized boolean renew(String policy, Turn turn) {
        Row row = this.rows.getOrDefault(policy, NONE);
        if (!row.is(turn)) {
            return false;
        }
        this.rows.put(policy, new Row(row.turn, this.clock.instant().plus(LEASE), row.state));
        return true;
    }

    @Override
    public synchronized void end(String policy, Turn turn, SweepReport report, String position) {
        Row row = this.rows.getOrDefault(policy, NONE);
        if (row.is(turn)) {
            Turn ended = new Turn(turn.number(), position);
            this.rows.put(policy, new Row(ended, Instant.MIN, row.state(report)));
        }
    }

    @Override
    public synchronized Optional<SweepState> find(String policy) {
        return Optional.ofNullable(this.rows.get(policy)).map(Row::state);
    }

    private record Row(Turn turn, Instant leasedUntil, SweepState state) {

        private boolean is(Turn other) {
            return this.turn.number() == other.number();
        }

        private boolean mayBegin(Instant dueAt, Instant now) {
            return this.state.dueAt().isBefore(dueAt) && !this.leasedUntil.isAfter(now);
        }

        private SweepState state(SweepReport report) {
            return report.complete() && !report.dryRun()
                    ? new SweepState(this.state.dueAt(), this.state.dueAt(), null, report.heldRooms())
                    : new SweepState(
                            this.state.dueAt(), this.state.completedAt(), this.state.behindSince(), report.heldRooms());
        }
    }
}
