package live.roomkit.boot.feed;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.util.Assert;

/**
 * Streams changes to browsers as server-sent events. A method of a Spring MVC controller opens a stream and then
 * returns:
 *
 * <pre>{@code
 * @GetMapping("/changes")
 * void changes(@RequestParam String after, HttpServletRequest request, HttpServletResponse response) {
 *     this.streams.open(request, response, FeedQuery.after(new FeedToken(after)).roomId("room-1"));
 * }
 * }</pre>
 *
 * <p>Each server-sent event has the name {@code changes}. The data of the event is a JSON array of changes, and the id
 * of the event is the token of the feed position after these changes. A browser that lost its connection sends the id
 * of the last event in the request header {@code Last-Event-ID}. The stream then continues after the event with this
 * id, on any node, without missing or repeating a change. A stream without changes sends heartbeats, so that proxies do
 * not close the connection. A heartbeat contains only an id, which is the token of the newest feed position.
 *
 * <p>One thread reads the feed for all streams of the application and writes without waiting for any client. A stream
 * is closed when its client reads nothing for too long, or when another event must be sent while more than 256 KiB wait
 * to be sent to the client. When the client connects again, it continues after the last event that it received. An open
 * stream holds no database connection.
 *
 * <p>The application decides who may see which rooms: it passes a query for one room or for the rooms of one
 * organization to {@link #open}. Instances are safe for use by many threads.
 */
public final class ChangeStreams implements SmartLifecycle {

    /** The lifecycle phase in which the streams are closed, before the web server waits for its requests to end. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    private static final byte[] GREETING = ": connected\nretry: 2000\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ChangeFeed feed;

    private final Duration sendTimeout;

    private final ChangeHub hub;

    private volatile boolean running;

    /**
     * Creates an object that opens streams of the given feed.
     *
     * @param pollInterval the longest time between two reads of the feed; the shortest time is 10 % of this time
     * @param heartbeat the time after which a stream without changes sends a heartbeat
     * @param sendTimeout the time after which a stream is closed when its client reads nothing
     */
    public ChangeStreams(ChangeFeed feed, Duration pollInterval, Duration heartbeat, Duration sendTimeout) {
        Assert.notNull(feed, "feed must not be null");
        this.feed = feed;
        this.sendTimeout = positive("sendTimeout", sendTimeout);
        this.hub = new ChangeHub(feed, positive("pollInterval", pollInterval), positive("heartbeat", heartbeat));
    }

    /**
     * Streams changes to the client. The stream begins at the feed position in the request header {@code Last-Event-ID}
     * or, when the request has no such header, at the position in {@code query}. This method returns at once. When this
     * method has returned, only the stream may use the response.
     *
     * @param query selects the changes to send. For changes that were made before this call, the limit of the query is
     *     the largest number of changes in one server-sent event
     * @throws live.roomkit.feed.ForeignFeedTokenException when the position belongs to another feed; nothing was
     *     written to the response
     * @throws live.roomkit.feed.ExpiredFeedTokenException when changes after the position were deleted; nothing was
     *     written to the response
     * @throws IllegalStateException when the application is stopping, or when a filter or servlet does not support
     *     asynchronous requests
     */
    public void open(HttpServletRequest request, HttpServletResponse response, FeedQuery query) {
        Assert.state(this.running, "The application is stopping");
        Assert.state(
                request.isAsyncSupported(),
                "A filter or servlet of this request does not support asynchronous requests: set asyncSupported there");
        String lastEventId = request.getHeader("Last-Event-ID");
        FeedQuery resumed = (lastEventId != null) ? query.continuedAfter(new FeedToken(lastEventId)) : query;
        FeedPage page = this.feed.read(resumed);
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        ChangeStream stream = ChangeStream.start(request, response, resumed, this.sendTimeout);
        stream.send(GREETING);
        stream.catchUp(page);
        this.hub.add(stream);
    }

    /** Returns the number of open streams. */
    public int openStreams() {
        return this.hub.size();
    }

    @Override
    public void start() {
        this.running = true;
        this.hub.start();
    }

    /** Closes all streams. The clients connect again, to another node or to this node after its restart. */
    @Override
    public void stop() {
        this.running = false;
        this.hub.close();
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private static Duration positive(String name, Duration duration) {
        Assert.isTrue(
                duration != null && !duration.isNegative() && !duration.isZero(), () -> name + " must be positive");
        return duration;
    }
}
