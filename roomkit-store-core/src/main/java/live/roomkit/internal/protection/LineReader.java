package live.roomkit.internal.protection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import live.roomkit.protection.ImportFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream line by line. Throws an exception when a line is longer than the maximum that the constructor was
 * given.
 */
final class LineReader {

    private final InputStream input;

    private final long maxLineSize;

    private final byte[] buffer = new byte[65_536];

    private int position;

    private int end;

    private long lines;

    LineReader(InputStream input, long maxLineSize) {
        this.input = input;
        this.maxLineSize = maxLineSize;
    }

    long lines() {
        return this.lines;
    }

    /** Returns the next line without the line separator, or {@code null} after the last line. */
    byte @Nullable [] next() throws IOException {
        if (!fill()) {
            return null;
        }
        this.lines++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (fill()) {
            int start = this.position;
            while (this.position < this.end && this.buffer[this.position] != '\n') {
                this.position++;
            }
            line.write(this.buffer, start, this.position - start);
            if (line.size() > this.maxLineSize) {
                throw new ImportFormatException(this.lines, "is longer than " + this.maxLineSize + " bytes");
            }
            if (this.position < this.end) {
                this.position++;
                break;
            }
        }
        return line.toByteArray();
    }

    private boolean fill() throws IOException {
        if (this.position == this.end) {
            this.position = 0;
            this.end = Math.max(0, this.input.read(this.buffer));
        }
        return this.end > 0;
    }
}
