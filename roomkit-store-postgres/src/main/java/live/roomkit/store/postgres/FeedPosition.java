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
 * Records which changes of the feed a reader has already read.
 *
 * <p>The reader has read all changes that the snapshot {@code seen} sees. Next, the reader takes a newer snapshot,
 * {@code window}, and reads the changes that {@code window} sees and {@code seen} does not see, in the order of their
 * ids. These changes are the changes of the window. The window is open until the reader has read all of them. While the
 * window is open, {@code last} is the id up to which the reader has read them. A change that {@code seen} does not see
 * has an id above {@code seenId}, or belongs to a transaction that had not ended when {@code seen} was taken.
 *
 * @param epoch the text that identifies the period since the feed was switched on
 * @param floor the highest id of a change that was recorded before the epoch began
 * @param seen the snapshot that sees exactly the changes that the reader has read, apart from the changes of an open
 *     window. The value becomes {@link FeedSnapshot#NONE} when the reader has read the changes of an open window with
 *     ids up to {@code seenId}
 * @param seenId the highest id of a change that {@code seen} sees; this number stays the same when {@code seen} becomes
 *     {@link FeedSnapshot#NONE}
 * @param window the newer snapshot that sees the changes of the open window, or {@code null} when no window is open
 * @param windowId the highest id of a change that {@code window} sees, or 0 when no window is open
 * @param last the id up to which the reader has read the changes of the open window, or 0 when no window is open
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

    /** The largest number of ids that one read searches, so that a read that finds few changes does not take long. */
    private static final int MOST_IDS = 100_000;

    /** Returns the position of a reader that has read exactly the changes that the snapshot {@code seen} sees. */
    static FeedPosition at(String epoch, long floor, FeedSnapshot seen, long seenId) {
        return new FeedPosition(epoch, floor, seen, seenId, null, 0, 0);
    }

    /**
     * Returns the position of a reader that has gone on from this position. The reader has read the changes that the
     * snapshot {@code window} sees and whose ids are at most {@code last}.
     */
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

    /**
     * Checks whether late changes may still be unread. A change is late when its id is at most {@code seenId}, but its
     * transaction had not ended when the snapshot {@code seen} was taken.
     */
    boolean hasLate() {
        return Math.max(this.last, this.floor) < this.seenId;
    }

    /** Returns the id above which the reader has not read any change yet. */
    long readId() {
        return Math.max(Math.max(this.last, this.seenId), this.floor);
    }

    /** Returns the highest id up to which one read from this position searches for changes. */
    long pageId() {
        return Math.min((this.window != null) ? this.windowId : Long.MAX_VALUE, readId() + MOST_IDS);
    }

    /**
     * Returns the lowest id of a transaction that may have unread changes with ids up to {@link #readId()}, or empty
     * when there is no such transaction.
     */
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
     * Returns the position that a token contains.
     *
     * @throws ForeignFeedTokenException when the token was not made by {@link #token()}
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

    /**
     * Writes a number that is not negative, in as few bytes as possible. Each byte contains seven bits of the number,
     * and the first byte contains the lowest bits.
     */
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
