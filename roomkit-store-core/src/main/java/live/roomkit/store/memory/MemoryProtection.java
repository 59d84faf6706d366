package live.roomkit.store.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import live.roomkit.internal.Checks;
import live.roomkit.internal.protection.ExportWriter;
import live.roomkit.internal.protection.JsonLinesImport;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.Protection;
import live.roomkit.store.json.RecordJson;

/** Implementation of {@link Protection} for an {@link InMemoryStore}. */
final class MemoryProtection implements Protection {

    private final RecordJson json;

    private final Runnable requireOpen;

    private final MemoryExport export;

    private final MemoryImport target;

    MemoryProtection(RoomDirectory rooms, IdentityDirectory identities, RecordJson json, Runnable requireOpen) {
        this.json = json;
        this.requireOpen = requireOpen;
        this.export = new MemoryExport(rooms, identities, json);
        this.target = new MemoryImport(rooms, identities, this.export);
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
