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
 * Sends changes to one client over an open HTTP response. Bytes stay in memory until the web server can write them
 * without blocking. A stream is closed when its client reads nothing for too long, or when another event must be sent
 * while more than 256 KiB are still in memory.
 *
 * <p>At first, {@link ChangeHub} reads the feed for this stream alone. Later, {@link ChangeHub} reads the feed for this
 * and other streams together.
 */
final class ChangeStream implements WriteListener, AsyncListener {

    private static final int MAX_WAITING_BYTES = 256 * 1024;

    private static final byte[] NOTHING = {};

    private final AsyncContext context;

    private final ServletOutputStream output;

    private final Duration sendTimeout;

    private final Queue<byte[]> waiting = new ArrayDeque<>();

    private int waitingBytes;

    /**
     * The later of two times: the time at which bytes were last written, and the time at which bytes were last added to
     * {@code waiting} while {@code waiting} was empty.
     */
    private long activeAt = System.nanoTime();

    private boolean writable;

    private volatile boolean closed;

    /**
     * The query for the next page that is read for this stream alone. After the stream was added to {@link ChangeHub},
     * only the thread of {@link ChangeHub} uses this field.
     */
    private FeedQuery query;

    private boolean behind;

    /**
     * The ids of changes that were read for this stream alone and then sent to the client. When {@link ChangeHub} reads
     * such a change for all streams too, this stream does not send it again.
     */
    private final Set<Long> delivered = new HashSet<>();

    /**
     * The changes that this stream has collected in the third step of joining, and has not sent yet. This stream sends
     * these changes when the third step ends. {@link ChangeHub} describes the steps of joining.
     */
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

    /** Returns the query for the changes after those that {@link #catchUp} has delivered. */
    FeedQuery query() {
        return this.query;
    }

    /** Checks whether more changes may follow the page that {@link #catchUp} delivered last. */
    boolean isBehind() {
        return this.behind;
    }

    boolean isClosed() {
        return this.closed;
    }

    /**
     * Clears {@code delivered}, the ids of the changes that this stream must not send again. {@link ChangeHub} calls
     * this method right after it has read the feed for all other streams up to the newest change. When the hub next
     * reads the feed for all streams together, it begins after the changes in {@code delivered}. So this stream need
     * not remember them.
     */
    void beginToJoin() {
        this.delivered.clear();
    }

    /** Sends a page of changes that was read for this stream alone. */
    void catchUp(FeedPage page) {
        page.changes().forEach(change -> this.delivered.add(change.id()));
        this.query = this.query.continuedAfter(page.token());
        this.behind = page.hasMore();
        if (!page.changes().isEmpty()) {
            send(ChangeEvents.event(page.changes(), page.token()));
        }
    }

    /**
     * Sends the changes of a page that match this stream's query. {@link ChangeHub} has read the page for all streams.
     *
     * @param events the server-sent event of the page for each query. The first stream with a given query adds the
     *     event to this map. The other streams with an equal query send the same event
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

    /**
     * Collects those changes of a page that this stream must still send. {@link ChangeHub} has read the page for all
     * streams, and this stream is just joining them. When no more changes follow the page, sends all collected changes
     * in one server-sent event with the token of this page. A client that connects again continues after the token of
     * the last event that it received. If the event had the token of an earlier page, the client could receive some
     * changes twice.
     */
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

    /** Sends bytes as soon as the client can receive them. The caller does not wait. */
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

    /** Checks whether the web server has taken all bytes that were sent. */
    synchronized boolean isDrained() {
        return this.waiting.isEmpty();
    }

    /**
     * Sends {@code bytes} as a heartbeat when nothing was written for the time {@code heartbeat}. Closes the stream
     * when bytes wait to be sent and its client has read nothing for longer than {@code sendTimeout}.
     */
    void beat(byte[] bytes, Duration heartbeat) {
        closeIfStuck();
        if (this.delivered.isEmpty() && idle() >= heartbeat.toNanos()) {
            send(bytes);
        }
    }

    /**
     * Closes the stream when bytes wait to be sent and its client has read nothing for longer than {@code sendTimeout}.
     */
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
        } catch (IOException | RuntimeException ex) {
            close();
        }
    }

    /**
     * Ends the HTTP response, and discards bytes that were not written yet. When the client connects again, it gets the
     * changes after the last event that it received, so no change is lost.
     */
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
        } catch (RuntimeException ex) {
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
