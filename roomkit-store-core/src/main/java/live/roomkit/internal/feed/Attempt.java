package live.roomkit.internal.feed;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.feed.Change;
import org.jspecify.annotations.Nullable;

/** Passes some changes of a batch to the handler of a feed consumer, in one transaction. */
final class Attempt {

    /**
     * Longest duration of an attempt in nanoseconds. After this time, the attempt handles no further change and its
     * transaction is committed, because long transactions keep PostgreSQL from removing dead rows.
     */
    private static final long LONGEST_NANOS = 1_000_000_000L;

    private final GroupMember member;

    private final Batch batch;

    private final int from;

    private final int to;

    private int next;

    private boolean begun;

    private boolean done;

    private int handled;

    private @Nullable Throwable failure;

    private boolean commitFailure;

    /**
     * Creates an attempt to handle the changes of a batch from index {@code from} inclusive to index {@code to}
     * exclusive.
     */
    Attempt(GroupMember member, Batch batch, int from, int to) {
        this.member = member;
        this.batch = batch;
        this.from = from;
        this.to = to;
        this.next = from;
    }

    void runIn(ConsumerGroups groups) {
        this.begun = true;
        groups.inTransaction(this::run);
        this.done = true;
    }

    /**
     * Calls the handler for the changes of this attempt, and stores the feed position that was reached. When the
     * handler fails for a change, rethrows its exception, so that the transaction is rolled back. Does not rethrow the
     * exception when the transaction has written nothing and the failed change is not the first one of the attempt. In
     * that case, stores the feed position that precedes the failed change.
     */
    private void run() {
        List<Change> keptBack = new ArrayList<>();
        long end = System.nanoTime() + LONGEST_NANOS;
        for (this.next = this.from; this.next < this.to; this.next++) {
            Change change = this.batch.changes().get(this.next);
            if (!this.batch.includes(change)) {
                continue;
            }
            if (this.handled > 0
                    && (this.member.isStopping() || this.member.hasLostLease() || System.nanoTime() > end)) {
                break;
            }
            if (this.batch.isKeptBack(change)) {
                keptBack.add(change);
            } else if (!handle(change)) {
                break;
            }
        }
        if (this.next > this.from) {
            this.batch.moveTo(this.next, keptBack);
        }
    }

    private boolean handle(Change change) {
        this.member.requireLease();
        try {
            this.member.callHandler(change);
            this.handled++;
            return true;
        } catch (Throwable ex) {
            this.failure = ex;
            if (this.next > this.from && this.member.groups().isUntouched()) {
                return false;
            }
            throw ex;
        }
    }

    /**
     * Records that the commit failed with the given exception. Any change of this attempt may be the cause of the
     * failure, so all of its changes must be handled again.
     */
    void failAtCommit(Throwable ex) {
        this.failure = ex;
        this.commitFailure = true;
        this.next = this.from;
    }

    boolean hasBegun() {
        return this.begun;
    }

    /** Tells whether {@link #runIn} returned without an exception. */
    boolean isDone() {
        return this.done;
    }

    boolean isCommitFailure() {
        return this.commitFailure;
    }

    int handled() {
        return this.handled;
    }

    /**
     * Returns the index, within the batch, of the first change that this attempt has not handled. When the handler
     * failed for a change, this is the index of that change.
     */
    int next() {
        return this.next;
    }

    @Nullable
    Throwable failure() {
        return this.failure;
    }
}
