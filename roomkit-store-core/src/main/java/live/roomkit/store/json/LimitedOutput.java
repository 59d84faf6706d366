package live.roomkit.store.json;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import live.roomkit.store.InvalidContentException;

/** Collects the JSON of one record, and refuses to become larger than its limit as soon as it would. */
final class LimitedOutput extends ByteArrayOutputStream {

    private final int maxBytes;

    private LimitedOutput(int maxBytes) {
        super(Math.min(maxBytes, 512));
        this.maxBytes = maxBytes;
    }

    /** What the writer wrote, unless it is too large. */
    static byte[] collect(int maxBytes, Consumer<RecordWriter> content) {
        LimitedOutput output = new LimitedOutput(maxBytes);
        RecordWriter.write(output, false, content);
        return output.toByteArray();
    }

    @Override
    public synchronized void write(int b) {
        checkRoomFor(1);
        super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        checkRoomFor(length);
        super.write(bytes, offset, length);
    }

    private void checkRoomFor(int length) {
        if (length > this.maxBytes - this.count) {
            throw new InvalidContentException("", "is larger than " + this.maxBytes + " bytes");
        }
    }
}
