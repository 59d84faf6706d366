package live.roomkit.store.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.OptionalLong;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ForeignFeedTokenException;
import org.jspecify.annotations.Nullable;

/**
 * Marks a position in the change feed: what has been read.
 *
 * <p>Everything that the snapshot {@code seen} sees has been read. A reader opens a window, which is what another snapshot sees
 * and {@code seen} does not, and reads it in the order of the ids. Within a window it has read the ids up to {@code last}. What the
 * snapshot {@code seen} does not see has an id above {@code seenId}, or belongs to a transaction that had not ended.
 *
 * @param epoch the epoch of the feed
 * @param floor the id after which the changes of the epoch begin
 * @param seen what has been read
 * @param seenId the highest id that {@code seen} sees
 * @param window the snapshot that the open window ends at, or {@code null} between two windows
 * @param windowId the highest id that {@code window} sees; 0 between two windows
 * @param last the last id that was read of the window; 0 between two windows
 */
record FeedPosition(
        String epoch,
        long floor,
        FeedSnapshot seen,
        long seenId,
        @Nullable FeedSnapshot window,
        long windowId,
        long last) {

    private static final int VERSION = 1;

    private static final int MOST_RUNNING = 100_000;

    /** Returns the position between two windows. */
    static FeedPosition at(String epoch, long floor, FeedSnapshot seen, long seenId) {
        return new FeedPosition(epoch, floor, seen, seenId, null, 0, 0);
    }

    /** Returns the position after an id of a window that begins at this position. */
    FeedPosition in(FeedSnapshot window, long windowId, long last) {
        boolean late = last < this.seenId;
        return new FeedPosition(
                this.epoch,
                this.floor,
                late ? this.seen : FeedSnapshot.NONE,
                late ? this.seenId : Math.min(this.seenId, last),
                window,
                windowId,
                last);
    }

    /** Checks whether ids up to {@code seenId} have to be read yet, those of transactions that ended late. */
    boolean hasLate() {
        return Math.max(this.last, this.floor) < this.seenId;
    }

    /** Returns the id after which changes are read whatever their transaction. */
    long readId() {
        return Math.max(Math.max(this.last, this.seenId), this.floor);
    }

    /** Returns the first transaction that may have changes up to {@link #readId()} which have not been read, if there is one. */
    OptionalLong lateXid() {
        if (hasLate()) {
            return OptionalLong.of(this.seen.xmin());
        }
        return (this.window != null) ? OptionalLong.of(this.window.xmin()) : OptionalLong.empty();
    }

    FeedToken token() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        write(bytes, this.floor);
        write(bytes, this.seenId);
        write(bytes, this.seen);
        if (this.window != null) {
            write(bytes, this.windowId);
            write(bytes, this.last);
            write(bytes, this.window);
        }
        return new FeedToken(
                this.epoch + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray()));
    }

    /**
     * Reads a token.
     *
     * @throws ForeignFeedTokenException when the text was not made by {@link #token()}
     */
    static FeedPosition parse(FeedToken token) {
        try {
            int dot = token.value().indexOf('.');
            String epoch = token.value().substring(0, dot);
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.value().substring(dot + 1)));
            if (bytes.get() != VERSION) {
                throw new ForeignFeedTokenException();
            }
            long floor = read(bytes);
            long seenId = read(bytes);
            FeedSnapshot seen = readSnapshot(bytes);
            if (!bytes.hasRemaining()) {
                return at(epoch, floor, seen, seenId);
            }
            long windowId = read(bytes);
            long last = read(bytes);
            FeedSnapshot window = readSnapshot(bytes);
            if (window.xmax() == 0 || bytes.hasRemaining()) {
                throw new ForeignFeedTokenException();
            }
            return new FeedPosition(epoch, floor, seen, seenId, window, windowId, last);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException ex) {
            throw new ForeignFeedTokenException();
        }
    }

    private static void write(ByteArrayOutputStream bytes, FeedSnapshot snapshot) {
        write(bytes, snapshot.xmax());
        write(bytes, snapshot.running().length);
        long next = snapshot.xmax();
        for (int i = snapshot.running().length - 1; i >= 0; i--) {
            write(bytes, next - snapshot.running()[i]);
            next = snapshot.running()[i];
        }
    }

    private static FeedSnapshot readSnapshot(ByteBuffer bytes) {
        long xmax = read(bytes);
        long count = read(bytes);
        if (count > MOST_RUNNING) {
            throw new ForeignFeedTokenException();
        }
        long[] running = new long[(int) count];
        long next = xmax;
        for (int i = running.length - 1; i >= 0; i--) {
            long gap = read(bytes);
            next -= gap;
            if (gap == 0 || next <= 0) {
                throw new ForeignFeedTokenException();
            }
            running[i] = next;
        }
        return new FeedSnapshot(xmax, running);
    }

    /** Writes a number that is not negative, seven bits to a byte, the lowest first. */
    private static void write(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while (rest > 0x7f) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static long read(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            byte next = bytes.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new ForeignFeedTokenException();
    }
}
