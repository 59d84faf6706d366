package live.roomkit.internal.feed;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.feed.Change;
import org.jspecify.annotations.Nullable;

/** Handles some changes of a batch in one transaction. */
final class Attempt {

    /**
     * Number of nanoseconds after which an attempt ends instead of handling further changes, because long transactions
     * keep the database from removing dead rows.
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

    /** Creates an attempt to handle the changes of a batch from index {@code from} inclusive to index {@code to} exclusive. */
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
     * Handles the changes of this attempt, and stores the position after them. Rethrows an exception of the handler, so
     * that the transaction is rolled back. There is one case in which the exception is not rethrown: nothing was
     * written in the transaction, and the failed change is not the first change of the attempt. In this case, the
     * transaction stores the position before the failed change and is committed.
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

    /** Records that the transaction could not be committed. Any of its changes may be the cause. */
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

    /** Returns the number of changes for which the handler returned without an exception. */
    int handled() {
        return this.handled;
    }

    /**
     * Returns the index, in the batch, of the first change that was not handled. When the handler failed, the method
     * returns the index of the change for which it failed.
     */
    int next() {
        return this.next;
    }

    /** Returns the exception that the handler or the commit threw, or {@code null} when there was none. */
    @Nullable
    Throwable failure() {
        return this.failure;
    }
}
