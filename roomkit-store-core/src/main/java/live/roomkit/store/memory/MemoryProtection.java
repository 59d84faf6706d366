package live.roomkit.store.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import live.roomkit.internal.Checks;
import live.roomkit.internal.protection.Eraser;
import live.roomkit.internal.protection.ExportWriter;
import live.roomkit.internal.protection.JsonLinesImport;
import live.roomkit.internal.protection.KeyHash;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.Protection;
import live.roomkit.store.json.RecordJson;

/** Implementation of {@link Protection} for an {@link InMemoryStore}. */
final class MemoryProtection implements Protection {

    private final RecordJson json;

    private final Runnable requireOpen;

    private final Eraser eraser;

    private final MemoryExport export;

    private final MemoryImport target;

    MemoryProtection(
            RoomDirectory rooms,
            IdentityDirectory identities,
            RecordJson json,
            KeyHash keys,
            Clock clock,
            Runnable requireOpen) {
        this.json = json;
        this.requireOpen = requireOpen;
        this.eraser = new Eraser(new MemoryErasure(rooms, identities), keys, clock::instant);
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
