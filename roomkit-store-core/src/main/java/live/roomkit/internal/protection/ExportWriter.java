package live.roomkit.internal.protection;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes an export to a stream, line by line. */
public final class ExportWriter {

    /** The version of the format that this library writes. It reads this version and all earlier ones. */
    static final long VERSION = 1;

    /** The kind of the line that begins an export. */
    static final String HEADER = "export";

    /** The name of the version on that line. */
    static final String VERSION_NAME = "version";

    private final OutputStream output;

    /** Begins an export. */
    public ExportWriter(OutputStream output) throws IOException {
        this.output = output;
        String header = "{\"" + ExportLine.KIND + "\":\"" + HEADER + "\",\"" + VERSION_NAME + "\":" + VERSION + "}\n";
        output.write(header.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a record. */
    public void write(ExportLine line) throws IOException {
        this.output.write(line.toBytes());
    }

    /** Ends the export. The stream stays open. */
    public void end() throws IOException {
        this.output.flush();
    }
}
