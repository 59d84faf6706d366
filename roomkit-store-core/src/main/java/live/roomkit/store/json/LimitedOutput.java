package live.roomkit.store.json;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.function.Consumer;
import live.roomkit.store.InvalidContentException;

/** Collects the JSON of one record. A write that would make the JSON longer than {@code maxBytes} fails. */
final class LimitedOutput extends ByteArrayOutputStream {

    private static final int USUAL_BYTES = 2_048;

    private final int maxBytes;

    LimitedOutput(int maxBytes) {
        this(maxBytes, USUAL_BYTES);
    }

    LimitedOutput(int maxBytes, int expectedBytes) {
        super(Math.min(maxBytes, expectedBytes));
        this.maxBytes = maxBytes;
    }

    static byte[] collect(int maxBytes, Consumer<RecordWriter> content) {
        LimitedOutput output = new LimitedOutput(maxBytes);
        RecordWriter.write(output, content);
        return output.toByteArray();
    }

    void digest(MessageDigest digest, int from, int to) {
        digest.update(this.buf, from, to - from);
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
