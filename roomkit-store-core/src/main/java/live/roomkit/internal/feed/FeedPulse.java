package live.roomkit.internal.feed;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the members of consumer groups on this node when the feed has changes. One thread reads the feed for all
 * members on this node. The thread runs only while there are members. The thread reads again soon after it found
 * changes, and about once a second when nothing happens. Between two reads, the thread also renews the leases of
 * members whose own threads are busy.
 */
public final class FeedPulse {

    private static final Duration SHORTEST = Duration.ofMillis(15);

    private static final Duration LONGEST = Duration.ofMillis(900);

    private static final Duration RENEWAL = Duration.ofMillis(200);

    private final ChangeFeed feed;

    private final List<Member> members = new CopyOnWriteArrayList<>();

    private @Nullable Thread thread;

    private long pauseMillis = SHORTEST.toMillis();

    private volatile boolean hurried;

    public FeedPulse(ChangeFeed feed) {
        this.feed = feed;
    }

    /**
     * Shortens the wait before the feed is read again. Called when this node has committed a change or is about to
     * commit one.
     */
    public void hurry() {
        if (!this.members.isEmpty() && !this.hurried) {
            synchronized (this) {
                this.hurried = true;
                notifyAll();
            }
        }
    }

    synchronized void add(Member member) {
        this.members.add(member);
        if (this.thread == null) {
            this.thread = new Thread(this::run, "roomkit-feed-pulse");
            this.thread.setDaemon(true);
            this.thread.start();
        }
    }

    /**
     * Removes a member. When no member is left, interrupts the thread that reads the feed, so that the thread ends even
     * if it waits for a database connection.
     */
    synchronized void remove(Member member) {
        this.members.remove(member);
        if (this.members.isEmpty() && this.thread != null) {
            this.thread.interrupt();
        }
    }

    private void run() {
        FeedToken token = null;
        while (hasMembers()) {
            try {
                token = beat(token);
            } catch (RuntimeException | Error ex) {
                this.members.forEach(Member::wake);
                token = null;
                calmDown();
            }
            long start = System.nanoTime();
            do {
                this.members.forEach(Member::renewIfDue);
            } while (await(start));
        }
    }

    private synchronized boolean hasMembers() {
        if (this.members.isEmpty()) {
            this.thread = null;
            return false;
        }
        return true;
    }

    private FeedToken beat(@Nullable FeedToken token) {
        if (token == null) {
            FeedToken latest = this.feed.latest();
            this.members.forEach(Member::wake);
            return latest;
        }
        FeedPage page = this.feed.read(FeedQuery.after(token).limit(Checks.MAX_LIMIT));
        if (!page.changes().isEmpty() || page.hasMore()) {
            this.members.forEach(Member::wake);
            setPause(SHORTEST.toMillis());
        } else {
            calmDown();
        }
        return page.token();
    }

    private synchronized void calmDown() {
        setPause(Math.min(this.pauseMillis * 2, LONGEST.toMillis()));
    }

    private synchronized void setPause(long millis) {
        this.pauseMillis = millis;
    }

    /**
     * Waits until it is time to renew leases or to read the feed. Returns {@code false} when it is time to read the
     * feed.
     */
    private synchronized boolean await(long start) {
        long renewed = System.nanoTime();
        try {
            while (isEarly(start) && millisSince(renewed) < RENEWAL.toMillis()) {
                wait(Math.max(1, Math.min(leftMillis(start), RENEWAL.toMillis())));
            }
        } catch (InterruptedException ex) {
            return false;
        }
        if (isEarly(start)) {
            return true;
        }
        if (this.hurried) {
            this.hurried = false;
            this.pauseMillis = SHORTEST.toMillis();
        }
        return false;
    }

    private boolean isEarly(long start) {
        return leftMillis(start) > 0 && !this.members.isEmpty();
    }

    private long leftMillis(long start) {
        return (this.hurried ? SHORTEST.toMillis() : this.pauseMillis) - millisSince(start);
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    interface Member {

        void wake();

        /** Renews the leases of the member when the last renewal is longer ago than half the duration of a lease. */
        void renewIfDue();
    }
}
