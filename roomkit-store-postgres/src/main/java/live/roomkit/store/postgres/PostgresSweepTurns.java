package live.roomkit.store.postgres;

import java.time.Instant;
import java.util.Optional;
import live.roomkit.internal.protection.SweepTurns;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;

/** Implements {@link SweepTurns} with the table {@code sweeps}, which all nodes share. */
final class PostgresSweepTurns implements SweepTurns {

    private final StoreConnections connections;

    private final SweepTable table;

    private final boolean on;

    PostgresSweepTurns(StoreConnections connections, Database database, boolean on) {
        this.connections = connections;
        this.table = new SweepTable(database);
        this.on = on;
    }

    @Override
    public Optional<Turn> begin(String policy, Instant dueAt, boolean dryRun) {
        requireOn();
        return this.connections.statement(() -> this.table.begin(policy, dueAt, dryRun));
    }

    @Override
    public boolean renew(String policy, Turn turn) {
        return this.connections.statement(() -> this.table.renew(policy, turn));
    }

    @Override
    public void end(String policy, Turn turn, SweepReport report, String position) {
        this.connections.statement(() -> {
            this.table.end(policy, turn, report, position);
            return turn;
        });
    }

    @Override
    public Optional<SweepState> find(String policy) {
        requireOn();
        return this.connections.read(() -> this.table.find(policy));
    }

    private void requireOn() {
        if (!this.on) {
            throw new IllegalStateException(
                    "This store keeps no turns of sweeps: open it with builder().sweepsInTurn(true) on every node, or call sweep");
        }
    }
}
