package live.roomkit.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import live.roomkit.internal.Checks;
import live.roomkit.internal.protection.Eraser;
import live.roomkit.internal.protection.ExportWriter;
import live.roomkit.internal.protection.JsonLinesImport;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.Protection;
import live.roomkit.store.json.RecordJson;

/** Implementation of {@link Protection} for a {@link PostgresStore}. */
final class PostgresProtection implements Protection {

    private final RecordJson json;

    private final Eraser eraser;

    private final ProtectionExport export;

    private final ProtectionImport target;

    PostgresProtection(RecordJson json, Eraser eraser, ProtectionExport export, ProtectionImport target) {
        this.json = json;
        this.eraser = eraser;
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
