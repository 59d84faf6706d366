package live.roomkit.internal.feed;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Thread of a member of a consumer group. To end this thread, {@link GroupConsumer} calls {@link #stop} and then
 * {@link #awaitEnd}. If the thread still runs after this wait, {@link GroupConsumer} calls {@link #abandon}, which
 * interrupts the thread. An interrupt flag that a handler leaves set does not end the thread.
 */
final class MemberThread {

    private static final long CHECK_MILLIS = 20;

    private final Thread thread;

    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile boolean handling;

    private volatile boolean abandoned;

    MemberThread(String group, Runnable work) {
        this.thread = new Thread(work, "roomkit-feed-" + group);
        this.thread.setDaemon(true);
    }

    void start() {
        this.thread.start();
    }

    void stop() {
        this.stopped.countDown();
    }

    boolean isStopping() {
        return this.stopped.getCount() == 0;
    }

    /**
     * Tells whether {@link #abandon} has interrupted the thread. Other members claim the partitions of an interrupted
     * thread after the leases on these partitions expire.
     */
    boolean isAbandoned() {
        return this.abandoned;
    }

    /** Waits for the given time, or until {@link #stop} is called. */
    void pause(Duration time) {
        try {
            this.stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            // An interruption ends the pause, and nothing else.
        }
    }

    /**
     * Runs {@code call}, which calls the handler for a change. Afterwards clears the interrupt flag of the thread,
     * because a flag that the handler left set would disturb database calls. Does not clear the flag after
     * {@link #stop} was called.
     */
    void handle(Runnable call) {
        this.handling = true;
        try {
            call.run();
        } finally {
            this.handling = false;
            if (!isStopping()) {
                Thread.interrupted();
            }
        }
    }

    /**
     * Waits until the thread has ended or {@link System#nanoTime()} reaches a limit. The limit is {@code endOfHandler}
     * while the thread is calling the handler, and {@code end} otherwise. Does nothing when the thread itself calls
     * this method.
     */
    void awaitEnd(long end, long endOfHandler) {
        try {
            while (isElsewhere() && System.nanoTime() - (this.handling ? endOfHandler : end) < 0) {
                this.thread.join(CHECK_MILLIS);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts the thread if it still runs. Does nothing when the thread itself calls this method. */
    void abandon() {
        if (isElsewhere()) {
            this.abandoned = true;
            this.thread.interrupt();
        }
    }

    private boolean isElsewhere() {
        return Thread.currentThread() != this.thread && this.thread.isAlive();
    }
}
