package live.roomkit.internal.protection;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes an export to a stream, line by line. */
public final class ExportWriter {

    /** Version of the format that this library writes. The library can read this version and all earlier versions. */
    static final long VERSION = 1;

    /** Kind of the first line of an export. */
    static final String HEADER = "export";

    /** Name of the version field on the first line. */
    static final String VERSION_NAME = "version";

    private final OutputStream output;

    /** Creates a writer and writes the first line. */
    public ExportWriter(OutputStream output) throws IOException {
        this.output = output;
        String header = "{\"" + ExportLine.KIND + "\":\"" + HEADER + "\",\"" + VERSION_NAME + "\":" + VERSION + "}\n";
        output.write(header.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a record. */
    public void write(ExportLine line) throws IOException {
        this.output.write(line.toBytes());
    }

    /** Ends the export. Does not close the stream. */
    public void end() throws IOException {
        this.output.flush();
    }
}
