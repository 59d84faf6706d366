package live.roomkit.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.protection.Eraser;
import live.roomkit.internal.protection.ExportWriter;
import live.roomkit.internal.protection.JsonLinesImport;
import live.roomkit.internal.protection.Sweep;
import live.roomkit.internal.protection.SweepTurns;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.Protection;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.protection.SweepState;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/** Implements {@link Protection} for a {@link PostgresStore}. */
final class PostgresProtection implements Protection {

    private final RecordJson json;

    private final Eraser eraser;

    private final ProtectionHolds holds;

    private final Supplier<ProtectionSweep> sweeps;

    private final SweepTurns turns;

    private final ProtectionExport export;

    private final ProtectionImport target;

    PostgresProtection(
            RecordJson json,
            Eraser eraser,
            ProtectionHolds holds,
            Supplier<ProtectionSweep> sweeps,
            SweepTurns turns,
            ProtectionExport export,
            ProtectionImport target) {
        this.json = json;
        this.eraser = eraser;
        this.holds = holds;
        this.sweeps = sweeps;
        this.turns = turns;
        this.export = export;
        this.target = target;
    }

    @Override
    public ErasureReceipt eraseIdentity(String identityId, ErasureScope scope) {
        return this.eraser.eraseIdentity(identityId, scope);
    }

    @Override
    public ErasureReceipt eraseParticipant(String roomId, String participantId, ErasureScope scope) {
        return this.eraser.eraseParticipant(roomId, participantId, scope);
    }

    @Override
    public ErasureReceipt eraseAgain(ErasureReceipt receipt) {
        return this.eraser.eraseAgain(receipt);
    }

    @Override
    public SweepReport sweep(RetentionPolicy policy, Instant now, SweepLimits limits, boolean dryRun) {
        return new Sweep(policy, now, limits, dryRun).run(this.sweeps.get());
    }

    @Override
    public Optional<SweepReport> sweepInTurn(
            RetentionPolicy policy, Instant dueAt, SweepLimits limits, boolean dryRun) {
        Sweep sweep = new Sweep(policy, Checks.notNull("dueAt", dueAt), limits, dryRun);
        return this.turns.sweep(sweep, Checks.instant("dueAt", dueAt), this.sweeps.get());
    }

    @Override
    public Optional<SweepState> findSweepState(String policyName) {
        return this.turns.find(Checks.text("policyName", policyName));
    }

    @Override
    public Hold placeHold(HoldTarget target, String reason) {
        return this.holds.place(target, reason);
    }

    @Override
    public boolean releaseHold(String holdId) {
        return this.holds.release(holdId);
    }

    @Override
    public List<Hold> listHolds(int limit, @Nullable Cursor after) {
        return this.holds.list(limit, after);
    }

    @Override
    public void exportTo(ExportQuery query, OutputStream jsonLines) throws IOException {
        Checks.notNull("query", query);
        ExportWriter output = new ExportWriter(Checks.notNull("jsonLines", jsonLines));
        this.export.write(query, output);
        output.end();
    }

    @Override
    public ImportReport importFrom(InputStream jsonLines, ImportMode mode) throws IOException {
        Checks.notNull("jsonLines", jsonLines);
        return new JsonLinesImport(this.json, this.target, mode).run(jsonLines);
    }
}
