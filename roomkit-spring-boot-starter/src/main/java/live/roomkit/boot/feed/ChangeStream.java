package live.roomkit.boot.feed;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;

/**
 * Connection to one client. Bytes wait in memory until the container can write them without blocking. The stream ends when
 * an event is sent while too many bytes wait, or when the client reads nothing for too long.
 *
 * <p>A stream first catches up by reads of its own, and then gets the changes that {@link ChangeHub} reads for all streams.
 */
final class ChangeStream implements WriteListener, AsyncListener {

    private static final int MAX_WAITING_BYTES = 256 * 1024;

    private static final byte[] NOTHING = {};

    private final AsyncContext context;

    private final ServletOutputStream output;

    private final Duration sendTimeout;

    private final Queue<byte[]> waiting = new ArrayDeque<>();

    private int waitingBytes;

    /** The time of the last write, or of the first bytes that wait since then. */
    private long activeAt = System.nanoTime();

    private boolean writable;

    private volatile boolean closed;

    /** The position of the stream's own reads. Used by the thread that reads for the stream. */
    private FeedQuery query;

    private boolean behind;

    /** The changes that the stream's last reads delivered, while it joins the others. */
    private final Set<Long> delivered = new HashSet<>();

    /** The changes that wait until the stream has joined. */
    private final List<Change> held = new ArrayList<>();

    private ChangeStream(AsyncContext context, ServletOutputStream output, FeedQuery query, Duration sendTimeout) {
        this.context = context;
        this.output = output;
        this.query = query;
        this.sendTimeout = sendTimeout;
    }

    static ChangeStream start(
            HttpServletRequest request, HttpServletResponse response, FeedQuery query, Duration sendTimeout) {
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        try {
            ChangeStream stream = new ChangeStream(context, response.getOutputStream(), query, sendTimeout);
            context.addListener(stream);
            stream.output.setWriteListener(stream);
            return stream;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the query for the changes after those that were delivered by {@link #catchUp}. */
    FeedQuery query() {
        return this.query;
    }

    /** Checks whether the last page that was delivered by {@link #catchUp} may have another behind it. */
    boolean isBehind() {
        return this.behind;
    }

    boolean isClosed() {
        return this.closed;
    }

    /** Forgets the changes that were delivered, which the hub has passed. Those that follow are not delivered again. */
    void beginToJoin() {
        this.delivered.clear();
    }

    /** Delivers a page that was read for this stream alone. */
    void catchUp(FeedPage page) {
        page.changes().forEach(change -> this.delivered.add(change.id()));
        this.query = this.query.continuedAfter(page.token());
        this.behind = page.hasMore();
        if (!page.changes().isEmpty()) {
            send(ChangeEvents.event(page.changes(), page.token()));
        }
    }

    /**
     * Delivers what this stream asks for of a page that was read for all streams.
     *
     * @param events the events of the page so far, by query, which streams with equal queries share
     */
    void deliver(FeedPage page, Map<FeedQuery, byte[]> events) {
        if (!this.delivered.isEmpty()) {
            deliverJoining(page);
            return;
        }
        FeedQuery key = this.query.continuedAfter(page.token());
        byte[] event = events.computeIfAbsent(key, query -> {
            List<Change> wanted = page.changes().stream().filter(this::isWanted).toList();
            return wanted.isEmpty() ? NOTHING : ChangeEvents.event(wanted, page.token());
        });
        if (event.length > 0) {
            send(event);
        }
    }

    /** Holds changes back until the hub has passed those that this stream read itself. Only then its token is the stream's. */
    private void deliverJoining(FeedPage page) {
        page.changes().stream().filter(this::isWanted).forEach(this.held::add);
        if (!page.hasMore()) {
            this.delivered.clear();
            if (!this.held.isEmpty()) {
                send(ChangeEvents.event(this.held, page.token()));
                this.held.clear();
            }
        }
    }

    private boolean isWanted(Change change) {
        return (this.query.roomId() == null || change.roomId().equals(this.query.roomId()))
                && (this.query.organizationId() == null
                        || this.query.organizationId().equals(change.organizationId()))
                && (this.query.kinds() == null || this.query.kinds().contains(change.getClass()))
                && !this.delivered.contains(change.id());
    }

    /** Writes bytes as soon as the client reads, without waiting for it. */
    void send(byte[] bytes) {
        boolean tooMany;
        synchronized (this) {
            if (this.closed) {
                return;
            }
            if (this.waiting.isEmpty()) {
                this.activeAt = System.nanoTime();
            }
            this.waiting.add(bytes);
            tooMany = this.waitingBytes > MAX_WAITING_BYTES;
            this.waitingBytes += bytes.length;
        }
        if (tooMany) {
            close();
        } else {
            write();
        }
    }

    /** Checks whether the container has taken everything that was sent. */
    synchronized boolean isDrained() {
        return this.waiting.isEmpty();
    }

    /** Sends a heartbeat when nothing was written for a time. Closes the stream when its client reads nothing for too long. */
    void beat(byte[] bytes, Duration heartbeat) {
        closeIfStuck();
        if (this.delivered.isEmpty() && idle() >= heartbeat.toNanos()) {
            send(bytes);
        }
    }

    /** Closes the stream when its client reads nothing for too long. */
    void closeIfStuck() {
        if (!isDrained() && idle() > this.sendTimeout.toNanos()) {
            close();
        }
    }

    private synchronized long idle() {
        return System.nanoTime() - this.activeAt;
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            this.writable = true;
        }
        write();
    }

    private void write() {
        try {
            synchronized (this) {
                while (this.writable && !this.closed && this.output.isReady()) {
                    byte[] next = this.waiting.poll();
                    if (next == null) {
                        return;
                    }
                    this.output.write(next);
                    this.waitingBytes -= next.length;
                    this.activeAt = System.nanoTime();
                    if (this.waiting.isEmpty() && this.output.isReady()) {
                        this.output.flush();
                    }
                }
            }
        } catch (IOException | IllegalStateException ex) {
            close();
        }
    }

    /** Ends the connection. What the client has not read is lost; it resumes with the last id that it got. */
    void close() {
        synchronized (this) {
            if (this.closed) {
                return;
            }
            this.closed = true;
            this.waiting.clear();
        }
        try {
            this.context.complete();
        } catch (IllegalStateException ex) {
            // The container completed the request first.
        }
    }

    @Override
    public void onError(Throwable failure) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        this.closed = true;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nothing starts this request a second time.
    }
}
