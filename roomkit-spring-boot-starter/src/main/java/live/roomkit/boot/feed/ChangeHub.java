package live.roomkit.boot.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.ExpiredFeedTokenException;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ForeignFeedTokenException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the change feed for all event streams of an application together, on one thread. Does not read the feed while
 * there are no streams.
 *
 * <p>A new stream begins at the feed position that its client requests. So at first, the hub reads the feed for this
 * stream alone. Then the stream joins the other streams, for which the hub reads the feed together. The hub cannot tell
 * whether the position of the joining stream is before or after the position of the other streams, because feed tokens
 * have no order. Therefore a stream joins in three steps. First, the hub reads the feed for the other streams, up to
 * the newest change. Second, the hub reads the feed for the joining stream alone, up to the newest change. The
 * joining stream remembers the changes that it delivers. Third, the hub reads the feed for all streams together, up to
 * the newest change. The joining stream leaves out the changes that it remembers. So the joining stream delivers every
 * change exactly once.
 */
final class ChangeHub {

    private static final Logger logger = LoggerFactory.getLogger(ChangeHub.class);

    private static final int PAGE = 1_000;

    /**
     * The largest number of new streams for which the hub reads the feed separately before it serves the other streams
     * again. Without this limit, many new streams could delay the other streams for too long.
     */
    private static final int JOIN_AT_ONCE = 100;

    /**
     * The largest number of pages that the hub reads for one new stream before it goes on with the other streams.
     * Without this limit, one stream that is far behind could delay the others for too long.
     */
    private static final int PAGES_AT_ONCE = 10;

    private final ChangeFeed feed;

    private final Duration pollInterval;

    private final Duration heartbeat;

    private final Queue<ChangeStream> joining = new ConcurrentLinkedQueue<>();

    /**
     * The new streams, for each of which the hub reads the feed separately. Only the thread of the hub uses this list.
     */
    private final List<ChangeStream> behind = new ArrayList<>();

    /** The streams for which the hub reads the feed together. Only the thread of the hub uses this list. */
    private final List<ChangeStream> streams = new ArrayList<>();

    private final AtomicInteger taken = new AtomicInteger();

    private final Semaphore added = new Semaphore(0);

    private volatile boolean closed;

    private @Nullable Thread thread;

    private @Nullable FeedToken position;

    private boolean failing;

    ChangeHub(ChangeFeed feed, Duration pollInterval, Duration heartbeat) {
        this.feed = feed;
        this.pollInterval = pollInterval;
        this.heartbeat = heartbeat;
    }

    synchronized void start() {
        this.closed = false;
        this.thread = new Thread(this::run, "roomkit-change-streams");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    void add(ChangeStream stream) {
        this.joining.add(stream);
        this.added.release();
        if (this.closed) {
            stream.close();
        }
    }

    int size() {
        return this.taken.get() + this.joining.size();
    }

    /** Closes all streams, and waits until all are closed. */
    synchronized void close() {
        this.closed = true;
        this.added.release();
        Thread running = this.thread;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        Duration shortest = this.pollInterval.dividedBy(10);
        Duration pause = shortest;
        while (!this.closed) {
            boolean idle = this.streams.isEmpty() && this.behind.isEmpty() && this.joining.isEmpty();
            if (idle) {
                this.position = null;
                this.added.acquireUninterruptibly();
            }
            this.added.drainPermits();
            boolean found = !this.closed && safeCycle();
            pause = found ? shortest : min(pause.multipliedBy(2), this.pollInterval);
            await(pause);
        }
        closeAll();
    }

    private void await(Duration pause) {
        try {
            if (!this.closed && this.added.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                this.added.release();
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            this.closed = true;
        }
    }

    /**
     * Calls {@link #cycle}. Closes all streams when {@link #cycle} throws an exception or an error, so that no stream
     * stays open without receiving changes.
     */
    private boolean safeCycle() {
        try {
            return cycle();
        } catch (Throwable ex) {
            logger.error("Closing all change streams, whose clients connect again", ex);
            closeAll();
            return false;
        }
    }

    private boolean cycle() {
        boolean found = false;
        takeJoining();
        try {
            found = readToThePresent();
            if (!this.behind.isEmpty()) {
                joinSome();
                found |= readToThePresent() || !this.behind.isEmpty();
            }
            this.failing = false;
        } catch (ForeignFeedTokenException | ExpiredFeedTokenException ex) {
            logger.warn("Closing all change streams, whose clients connect again: {}", ex.getMessage());
            closeAll();
        } catch (RuntimeException ex) {
            if (!this.failing) {
                logger.warn("Change streams wait, because the change feed cannot be read: {}", ex.toString());
            }
            this.failing = true;
        }
        beat();
        return found;
    }

    private void takeJoining() {
        ChangeStream stream;
        while ((stream = this.joining.poll()) != null) {
            this.behind.add(stream);
        }
    }

    /**
     * Reads the feed for at most {@link #JOIN_AT_ONCE} of the new streams. The next call begins with the new streams
     * for which this call read nothing. Reads nothing for a stream while earlier bytes still wait to be sent to its
     * client.
     */
    private void joinSome() {
        List<ChangeStream> unread = new ArrayList<>();
        List<ChangeStream> read = new ArrayList<>();
        int reads = 0;
        for (ChangeStream stream : this.behind) {
            if (reads == JOIN_AT_ONCE || !stream.isDrained()) {
                if (!isOver(stream)) {
                    unread.add(stream);
                }
            } else {
                reads++;
                if (!join(stream)) {
                    read.add(stream);
                }
            }
        }
        this.behind.clear();
        this.behind.addAll(unread);
        this.behind.addAll(read);
    }

    /**
     * Reads the feed for a new stream up to the newest change, and then adds the stream to {@link #streams}. Does not
     * add the stream yet when it is more than {@link #PAGES_AT_ONCE} pages behind, or when bytes of an earlier page
     * still wait to be sent to its client.
     *
     * @return {@code true} when the stream was added or is closed, {@code false} when the hub must call this method
     *     again for the stream
     */
    private boolean join(ChangeStream stream) {
        try {
            stream.beginToJoin();
            for (int pages = 0; pages < PAGES_AT_ONCE && !stream.isClosed() && stream.isDrained(); pages++) {
                stream.catchUp(this.feed.read(stream.query()));
                if (!stream.isBehind()) {
                    this.streams.add(stream);
                    return true;
                }
            }
        } catch (Throwable ex) {
            close(stream, ex);
        }
        return isOver(stream);
    }

    private static boolean isOver(ChangeStream stream) {
        stream.closeIfStuck();
        return stream.isClosed();
    }

    private static void close(ChangeStream stream, Throwable failure) {
        logger.debug("Closing a change stream, whose client connects again", failure);
        stream.close();
    }

    /** Calls a method of each stream. Closes only the streams for which the method fails. */
    private void forEach(Consumer<ChangeStream> method) {
        for (ChangeStream stream : this.streams) {
            try {
                method.accept(stream);
            } catch (Throwable ex) {
                close(stream, ex);
            }
        }
    }

    private void beat() {
        FeedToken token = this.position;
        if (token != null) {
            byte[] beat = ("id: " + token.value() + "\n\n").getBytes(StandardCharsets.US_ASCII);
            forEach(stream -> stream.beat(beat, this.heartbeat));
        }
        this.streams.removeIf(ChangeStream::isClosed);
        this.taken.set(this.streams.size() + this.behind.size());
    }

    private boolean readToThePresent() {
        if (this.position == null) {
            this.position = this.feed.latest();
            return false;
        }
        boolean found = false;
        FeedPage page;
        do {
            page = this.feed.read(FeedQuery.after(this.position).limit(PAGE));
            this.position = page.token();
            Map<FeedQuery, byte[]> events = new HashMap<>();
            FeedPage read = page;
            forEach(stream -> stream.deliver(read, events));
            found |= !page.changes().isEmpty();
        } while (page.hasMore() && !this.closed);
        return found;
    }

    private void closeAll() {
        ChangeStream stream;
        while ((stream = this.joining.poll()) != null) {
            stream.close();
        }
        this.behind.forEach(ChangeStream::close);
        this.behind.clear();
        this.streams.forEach(ChangeStream::close);
        this.streams.clear();
        this.taken.set(0);
        this.position = null;
    }

    private static Duration min(Duration first, Duration second) {
        return (first.compareTo(second) < 0) ? first : second;
    }
}
