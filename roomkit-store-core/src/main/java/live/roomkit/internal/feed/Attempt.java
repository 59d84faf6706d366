package live.roomkit.internal.feed;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.feed.Change;
import org.jspecify.annotations.Nullable;

/** One transaction that handles some changes of a batch. */
final class Attempt {

    /** The time after which it takes no further change, since old transactions keep the database from cleaning up. */
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

    /** Creates an attempt to handle the changes from a place up to another one, which it leaves out. */
    Attempt(GroupMember member, Batch batch, int from, int to) {
        this.member = member;
        this.batch = batch;
        this.from = from;
        this.to = to;
        this.next = from;
    }

    /** Runs the attempt in a transaction. */
    void runIn(ConsumerGroups groups) {
        this.begun = true;
        groups.inTransaction(this::run);
        this.done = true;
    }

    /**
     * Handles the changes and moves the position. Throws what the handler throws, so that the transaction is rolled back, unless
     * nothing was written in it and the changes before the failed one can be kept.
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

    /** Notes that the transaction could not be committed, by the fault of any of its changes. */
    void failAtCommit(Throwable ex) {
        this.failure = ex;
        this.commitFailure = true;
        this.next = this.from;
    }

    /** Tells whether the transaction was begun. */
    boolean hasBegun() {
        return this.begun;
    }

    /** Tells whether the transaction ended without a failure. */
    boolean isDone() {
        return this.done;
    }

    boolean isCommitFailure() {
        return this.commitFailure;
    }

    /** Returns the number of changes that the handler handled. */
    int handled() {
        return this.handled;
    }

    /** Returns the place of the first change that was not handled, which is the one that failed if one did. */
    int next() {
        return this.next;
    }

    /** Returns what the handler threw, or {@code null}. */
    @Nullable
    Throwable failure() {
        return this.failure;
    }
}
