package live.roomkit.store.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.protection.Eraser;
import live.roomkit.internal.protection.Erasure;
import live.roomkit.internal.protection.ExportWriter;
import live.roomkit.internal.protection.JsonLinesImport;
import live.roomkit.internal.protection.KeyHash;
import live.roomkit.internal.protection.Sweep;
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

/** Implements {@link Protection} for an {@link InMemoryStore}. */
final class MemoryProtection implements Protection {

    private final RecordJson json;

    private final Runnable requireOpen;

    private final RoomDirectory rooms;

    private final MemoryHolds holds;

    private final KeyHash keys;

    private final Clock clock;

    private final MemorySweepTurns turns;

    private final Eraser eraser;

    private final MemoryExport export;

    private final MemoryImport target;

    MemoryProtection(
            RoomDirectory rooms,
            IdentityDirectory identities,
            MemoryHolds holds,
            RecordJson json,
            KeyHash keys,
            Clock clock,
            Runnable requireOpen) {
        this.json = json;
        this.requireOpen = requireOpen;
        this.rooms = rooms;
        this.holds = holds;
        this.keys = keys;
        this.clock = clock;
        this.turns = new MemorySweepTurns(clock);
        this.eraser = new Eraser(new MemoryErasure(rooms, identities, holds), keys, clock::instant);
        this.export = new MemoryExport(rooms, identities, json);
        this.target = new MemoryImport(rooms, identities, this.export);
    }

    @Override
    public ErasureReceipt eraseIdentity(String identityId, ErasureScope scope) {
        this.requireOpen.run();
        return this.eraser.eraseIdentity(identityId, scope);
    }

    @Override
    public ErasureReceipt eraseParticipant(String roomId, String participantId, ErasureScope scope) {
        this.requireOpen.run();
        return this.eraser.eraseParticipant(roomId, participantId, scope);
    }

    @Override
    public ErasureReceipt eraseAgain(ErasureReceipt receipt) {
        this.requireOpen.run();
        return this.eraser.eraseAgain(receipt);
    }

    @Override
    public SweepReport sweep(RetentionPolicy policy, Instant now, SweepLimits limits, boolean dryRun) {
        this.requireOpen.run();
        return new Sweep(policy, now, limits, dryRun).run(sweepTarget());
    }

    @Override
    public Optional<SweepReport> sweepInTurn(
            RetentionPolicy policy, Instant dueAt, SweepLimits limits, boolean dryRun) {
        Sweep sweep = new Sweep(policy, Checks.notNull("dueAt", dueAt), limits, dryRun);
        this.requireOpen.run();
        return this.turns.sweep(sweep, Checks.instant("dueAt", dueAt), sweepTarget());
    }

    @Override
    public Optional<SweepState> findSweepState(String policyName) {
        Checks.text("policyName", policyName);
        this.requireOpen.run();
        return this.turns.find(policyName);
    }

    private MemorySweep sweepTarget() {
        return new MemorySweep(this.rooms, this.holds, Erasure.ofEvents(this.keys, this.clock.instant()));
    }

    @Override
    public Hold placeHold(HoldTarget target, String reason) {
        this.requireOpen.run();
        return this.holds.place(target, reason, this.clock.instant());
    }

    @Override
    public boolean releaseHold(String holdId) {
        this.requireOpen.run();
        return this.holds.release(Checks.text("holdId", holdId));
    }

    @Override
    public List<Hold> listHolds(int limit, @Nullable Cursor after) {
        Checks.limit(limit);
        this.requireOpen.run();
        return this.holds.list(limit, after);
    }

    @Override
    public void exportTo(ExportQuery query, OutputStream jsonLines) throws IOException {
        Checks.notNull("query", query);
        this.requireOpen.run();
        ExportWriter output = new ExportWriter(Checks.notNull("jsonLines", jsonLines));
        this.export.write(query, output);
        output.end();
    }

    @Override
    public ImportReport importFrom(InputStream jsonLines, ImportMode mode) throws IOException {
        Checks.notNull("jsonLines", jsonLines);
        this.requireOpen.run();
        return new JsonLinesImport(this.json, this.target, mode).run(jsonLines);
    }
}
