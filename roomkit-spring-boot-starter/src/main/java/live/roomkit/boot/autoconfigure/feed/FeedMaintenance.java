package live.roomkit.boot.autoconfigure.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Deletes old changes from the change feed and then reads the state of the feed, every 30 seconds on a separate thread.
 * Only one node at a time deletes changes. Each node deletes at most a million changes before it pauses for 30 seconds.
 * Changes that a consumer group still needs are never deleted, whatever their age.
 *
 * <p>The metrics and the health indicator of the feed show the state that this thread read last, so they never wait for
 * the database.
 */
final class FeedMaintenance implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(FeedMaintenance.class);

    private static final long INTERVAL_MILLIS = 30_000;

    private static final int CHANGES_OF_A_CALL = 10_000;

    private static final int MOST_CALLS = 100;

    private static final long PATIENCE_SECONDS = 10;

    private final ChangeFeed feed;

    private final Duration keep;

    private @Nullable ScheduledThreadPoolExecutor executor;

    private volatile @Nullable Future<?> rounds;

    private volatile @Nullable FeedState state;

    private volatile @Nullable RuntimeException failure;

    /**
     * Creates the maintenance of a feed. The maintenance deletes changes older than {@code keep}. If {@code keep} is
     * zero, it deletes no changes and only reads the state of the feed.
     */
    FeedMaintenance(ChangeFeed feed, Duration keep) {
        this.feed = feed;
        this.keep = keep;
    }

    /**
     * Returns the state of the feed that {@link #run} read last, or {@code null} when {@code run} has not read a state
     * yet.
     */
    @Nullable
    FeedState state() {
        return this.state;
    }

    /**
     * Returns the exception with which the last call of {@link #run} failed, or {@code null} when that call succeeded
     * or there was no call yet.
     */
    @Nullable
    RuntimeException failure() {
        return this.failure;
    }

    @Override
    public void start() {
        ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "roomkit-feed-maintenance");
            thread.setDaemon(true);
            return thread;
        });
        long first = ThreadLocalRandom.current().nextLong(1_000);
        this.rounds = created.scheduleWithFixedDelay(this::run, first, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        this.executor = created;
    }

    void run() {
        try {
            delete();
            this.state = this.feed.state();
            this.failure = null;
        } catch (RuntimeException ex) {
            if (this.failure == null && isRunning()) {
                logger.warn(
                        "Deleting old changes or reading the state of the feed failed and will be tried again: {}",
                        ex.getMessage());
            }
            this.failure = ex;
        }
    }

    private void delete() {
        if (this.keep.isZero()) {
            return;
        }
        Instant before = Instant.now().minus(this.keep);
        int calls = 0;
        while (isRunning() && calls < MOST_CALLS && this.feed.deleteBefore(before) == CHANGES_OF_A_CALL) {
            calls++;
        }
    }

    @Override
    public void stop() {
        Future<?> stopped = this.rounds;
        ScheduledThreadPoolExecutor stopping = this.executor;
        if (stopped == null || stopping == null) {
            return;
        }
        this.rounds = null;
        stopped.cancel(false);
        stopping.shutdown();
        try {
            if (!stopping.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                logger.warn("Old changes are still being deleted, and the application stops anyway");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return this.rounds != null;
    }
}
