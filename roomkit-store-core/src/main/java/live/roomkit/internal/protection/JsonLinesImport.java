package live.roomkit.internal.protection;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.roomkit.internal.Checks;
import live.roomkit.protection.ImportFormatException;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.ImportReport;
import live.roomkit.store.StoreException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Imports a stream of JSON Lines into a store. The import adds consecutive records of the same kind and room in one
 * step, at most 500 records or 4 MiB at a time.
 */
public final class JsonLinesImport {

    private static final int MAX_BATCH = 500;

    private static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

    private static final int MAX_REFUSALS = 1_000;

    /**
     * Number of bytes that a line may have in addition to twice the maximum record size. The record in a line may be
     * twice as long as the same record in the store, because the program that wrote the line may have escaped
     * characters that the store does not escape.
     */
    private static final long BESIDE_RECORD = 65_536;

    private final RecordJson json;

    private final ImportTarget target;

    private final ImportMode mode;

    private final List<ImportLine> batch = new ArrayList<>();

    private final List<ImportReport.Refusal> refusals = new ArrayList<>();

    private int batchBytes;

    private boolean begun;

    private long added;

    private long unchanged;

    private long refused;

    public JsonLinesImport(RecordJson json, ImportTarget target, ImportMode mode) {
        this.json = json;
        this.target = target;
        this.mode = Checks.notNull("mode", mode);
    }

    /** Imports a stream. This method can be called once. */
    public ImportReport run(InputStream jsonLines) throws IOException {
        LineReader lines = new LineReader(jsonLines, 2L * this.json.maxRecordSize() + BESIDE_RECORD);
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (!isBlank(line)) {
                    take(lines.lines(), line);
                }
            }
        } catch (ImportFormatException ex) {
            addBatch();
            throw ex;
        }
        addBatch();
        return new ImportReport(lines.lines(), this.added, this.unchanged, this.refused, this.refusals);
    }

    private void take(long number, byte[] line) {
        try {
            takeUnlessUnreadable(number, values(number, line));
        } catch (ImportFormatException ex) {
            if (this.mode == ImportMode.ADD) {
                throw ex;
            }
            refuse(number, null, ImportReport.Reason.UNREADABLE, Objects.requireNonNull(ex.getMessage()));
        }
    }

    private void takeUnlessUnreadable(long number, Map<String, @Nullable Object> values) {
        Object kind = values.get(ExportLine.KIND);
        if (ExportWriter.HEADER.equals(kind)) {
            requireVersion(number, values.get(ExportWriter.VERSION_NAME));
            this.begun = true;
            return;
        }
        if (!this.begun) {
            throw new ImportFormatException(
                    number,
                    "must begin the export with {\"kind\":\"export\",\"version\":" + ExportWriter.VERSION + "}");
        }
        ImportLine record;
        try {
            record = ImportLine.of(number, values, this.json);
        } catch (ImportFormatException ex) {
            throw ex;
        } catch (StoreException | IllegalArgumentException ex) {
            addBatch();
            refuse(
                    number,
                    (String) kind,
                    ImportReport.Reason.INVALID,
                    "The record of line " + number + " cannot be stored: " + ex.getMessage());
            return;
        }
        take(record);
    }

    private void take(ImportLine line) {
        if (this.mode == ImportMode.CHECK) {
            return;
        }
        boolean full = this.batch.size() == MAX_BATCH || this.batchBytes + line.size() > MAX_BATCH_BYTES;
        if (!this.batch.isEmpty() && (full || !isOfBatch(line))) {
            addBatch();
        }
        this.batch.add(line);
        this.batchBytes += line.size();
    }

    private boolean isOfBatch(ImportLine line) {
        ImportLine first = this.batch.get(0);
        return first.line().kind() == line.line().kind() && Objects.equals(first.roomId(), line.roomId());
    }

    private void addBatch() {
        if (this.batch.isEmpty()) {
            return;
        }
        ImportLine first = this.batch.get(0);
        List<ImportTarget.Outcome> outcomes =
                this.target.add(first.line().kind(), first.roomId(), List.copyOf(this.batch));
        for (int i = 0; i < outcomes.size(); i++) {
            count(this.batch.get(i), outcomes.get(i));
        }
        this.batch.clear();
        this.batchBytes = 0;
    }

    private void count(ImportLine line, ImportTarget.Outcome outcome) {
        ImportReport.Reason reason = outcome.reason();
        if (reason != null) {
            String problem = "The record of line " + line.number() + ' ' + outcome.problem();
            refuse(line.number(), line.line().kind().kindName(), reason, problem);
        } else if (outcome == ImportTarget.Outcome.ADDED) {
            this.added++;
        } else {
            this.unchanged++;
        }
    }

    private void refuse(long number, @Nullable String kind, ImportReport.Reason reason, String problem) {
        this.refused++;
        if (this.refusals.size() < MAX_REFUSALS) {
            this.refusals.add(new ImportReport.Refusal(number, kind, reason, problem));
        }
    }

    private static Map<String, @Nullable Object> values(long number, byte[] line) {
        try {
            return RecordJson.readValues(line);
        } catch (StoreException ex) {
            throw new ImportFormatException(number, "is not one JSON object");
        }
    }

    private static void requireVersion(long number, @Nullable Object version) {
        if (!(version instanceof Integer given) || given < 1 || given > ExportWriter.VERSION) {
            throw new ImportFormatException(
                    number,
                    "names another version of the format than 1 to " + ExportWriter.VERSION
                            + ", which this version of RoomKit reads");
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte character : line) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }
}
