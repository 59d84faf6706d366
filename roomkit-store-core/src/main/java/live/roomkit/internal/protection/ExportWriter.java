package live.roomkit.internal.protection;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes an export to a stream, line by line. */
public final class ExportWriter {

    /**
     * Version of the export format that this library writes. The library can read this version and all earlier
     * versions.
     */
    static final long VERSION = 1;

    /** Value of {@code kind} in the first line of an export. */
    static final String HEADER = "export";

    static final String VERSION_NAME = "version";

    private static final byte[] FIRST_LINE = ("{\"" + ExportLine.KIND + "\":\"" + HEADER + "\",\"" + VERSION_NAME
                    + "\":" + VERSION + "}\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final OutputStream output;

    private boolean begun;

    /**
     * Creates a writer. The header line of the export is written together with the first record, so that an export that
     * fails before its first record writes nothing.
     */
    public ExportWriter(OutputStream output) {
        this.output = output;
    }

    public void write(ExportLine line) throws IOException {
        begin();
        this.output.write(line.toBytes());
    }

    /** Ends the export. If no record was written, writes the header line of the export. Does not close the stream. */
    public void end() throws IOException {
        begin();
        this.output.flush();
    }

    private void begin() throws IOException {
        if (!this.begun) {
            this.output.write(FIRST_LINE);
            this.begun = true;
        }
    }
}
